/** Where the unit square of the layout lies on the screen: `px = x * scale + left`, `py = (1 - y) * scale + top`. */
export interface View {
  scale: number;
  left: number;
  top: number;
}

export function fit(width: number, height: number, box: { x0: number; y0: number; x1: number; y1: number }, margin: number): View {
  const w = Math.max(box.x1 - box.x0, 1e-4);
  const h = Math.max(box.y1 - box.y0, 1e-4);
  const scale = Math.max(1, Math.min((width - 2 * margin) / w, (height - 2 * margin) / h));
  return { scale, left: width / 2 - ((box.x0 + box.x1) / 2) * scale, top: height / 2 - (1 - (box.y0 + box.y1) / 2) * scale };
}

export function zoomed(view: View, factor: number, px: number, py: number): View {
  const scale = Math.min(5e6, Math.max(40, view.scale * factor));
  const f = scale / view.scale;
  return { scale, left: px - (px - view.left) * f, top: py - (py - view.top) * f };
}
