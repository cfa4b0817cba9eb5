/** Whether a point lies in a polygon given as x, y, x, y ..: even-odd rule. */
export function inside(polygon: number[], x: number, y: number): boolean {
  let result = false;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const yi = polygon[i + 1]!;
    const yj = polygon[j + 1]!;
    if (yi > y !== yj > y && x < ((polygon[j]! - polygon[i]!) * (y - yi)) / (yj - yi) + polygon[i]!) {
      result = !result;
    }
  }
  return result;
}
