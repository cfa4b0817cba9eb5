/**
 * The arrays and records of a report as one block of bytes: four bytes of length, little-endian, then that much JSON, then the arrays.
 * The JSON has the arrays' names, types, offsets (from the end of the JSON) and lengths. It lies in the page as base64 of gzip, so that no
 * character of a user's text is ever parsed as HTML.
 */
export interface Pack<T> {
  json: T;
  array(name: string): Numbers | null;
}

export type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;

interface Place {
  name: string;
  type: 'u8' | 'u16' | 'u32' | 'i32' | 'f32';
  offset: number;
  length: number;
}

export function unpack<T>(bytes: Uint8Array): Pack<T> {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as { arrays: Place[]; json: T };
  const places = new Map(header.arrays.map((place) => [place.name, place]));
  return {
    json: header.json,
    array(name) {
      const place = places.get(name);
      return place ? read(bytes, 4 + length, place) : null;
    },
  };
}

/** Numbers wider than a byte lie in planes, all lowest bytes first: gzip finds more alike that way. */
function read(bytes: Uint8Array, from: number, place: Place): Numbers {
  const at = from + place.offset;
  const n = place.length;
  if (place.type === 'u8') {
    return bytes.slice(at, at + n);
  }
  const width = place.type === 'u16' ? 2 : 4;
  const out = new Uint8Array(n * width);
  for (let plane = 0; plane < width; plane++) {
    for (let i = 0; i < n; i++) {
      out[i * width + plane] = bytes[at + plane * n + i]!;
    }
  }
  switch (place.type) {
    case 'u16':
      return new Uint16Array(out.buffer);
    case 'u32':
      return new Uint32Array(out.buffer);
    case 'i32':
      return new Int32Array(out.buffer);
    case 'f32':
      return new Float32Array(out.buffer);
  }
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as unknown as { fromBase64?: (t: string) => Uint8Array<ArrayBuffer> }).fromBase64;
  if (native) {
    return native.call(Uint8Array, text);
  }
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}

export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
