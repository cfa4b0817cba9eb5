import type { View } from './view';

/** Draws all nodes as discs. */
export interface PointRenderer {
  readonly name: string;
  /** @param rgba four bytes a node; a node of alpha 0 is not drawn */
  colors(rgba: Uint8Array): void;
  draw(view: View, width: number, height: number, ratio: number, size: number, moving: boolean): void;
}

const VERTEX = `#version 300 es
in float x;
in float y;
in vec4 color;
uniform vec4 place;
uniform float size;
out vec4 tint;
void main() {
  gl_Position = vec4(x * place.x + place.z, y * place.y + place.w, 0.0, 1.0);
  if (color.a == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = size;
  tint = vec4(color.rgb * color.a, color.a);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 tint;
uniform float edge;
out vec4 result;
void main() {
  float d = length(gl_PointCoord - 0.5) * 2.0;
  result = tint * (1.0 - smoothstep(1.0 - edge, 1.0, d));
}`;

class GlPoints implements PointRenderer {
  readonly name = 'WebGL2';
  private readonly colorBuffer: WebGLBuffer;
  private readonly place: WebGLUniformLocation | null;
  private readonly size: WebGLUniformLocation | null;
  private readonly edge: WebGLUniformLocation | null;

  constructor(
    private readonly gl: WebGL2RenderingContext,
    x: Uint16Array,
    y: Uint16Array,
  ) {
    const program = gl.createProgram();
    for (const [type, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]] as const) {
      const shader = gl.createShader(type)!;
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      throw new Error(`map: expected shaders that compile, got ${gl.getProgramInfoLog(program)}`);
    }
    gl.useProgram(program);
    this.attribute(program, 'x', x);
    this.attribute(program, 'y', y);
    this.colorBuffer = gl.createBuffer()!;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.colorBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, 4 * x.length, gl.DYNAMIC_DRAW);
    const color = gl.getAttribLocation(program, 'color');
    gl.enableVertexAttribArray(color);
    gl.vertexAttribPointer(color, 4, gl.UNSIGNED_BYTE, true, 0, 0);
    this.place = gl.getUniformLocation(program, 'place');
    this.size = gl.getUniformLocation(program, 'size');
    this.edge = gl.getUniformLocation(program, 'edge');
    this.count = x.length;
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.clearColor(0, 0, 0, 0);
  }

  private readonly count: number;

  private attribute(program: WebGLProgram, name: string, values: Uint16Array): void {
    const gl = this.gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
    const at = gl.getAttribLocation(program, name);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, 1, gl.UNSIGNED_SHORT, true, 0, 0);
  }

  colors(rgba: Uint8Array): void {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.colorBuffer);
    this.gl.bufferSubData(this.gl.ARRAY_BUFFER, 0, rgba);
  }

  draw(view: View, width: number, height: number, ratio: number, size: number): void {
    const gl = this.gl;
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform4f(
      this.place,
      (2 * view.scale) / width,
      (2 * view.scale) / height,
      (2 * view.left) / width - 1,
      1 - (2 * (view.top + view.scale)) / height,
    );
    gl.uniform1f(this.size, size * ratio);
    gl.uniform1f(this.edge, Math.min(1, 2 / (size * ratio)));
    gl.drawArrays(gl.POINTS, 0, this.count);
  }
}

/** Without WebGL: squares, sorted by color so that the color is set seldom; while the map moves, at most 20,000 of them. */
class CanvasPoints implements PointRenderer {
  readonly name = 'canvas';
  private rgba: Uint8Array = new Uint8Array(0);
  private order = new Uint32Array(0);

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly x: Uint16Array,
    private readonly y: Uint16Array,
  ) {}

  colors(rgba: Uint8Array): void {
    this.rgba = rgba;
    const key = new Uint32Array(rgba.buffer, rgba.byteOffset, this.x.length);
    this.order = Uint32Array.from(this.x.keys()).sort((a, b) => key[a]! - key[b]! || a - b);
  }

  draw(view: View, width: number, height: number, ratio: number, size: number, moving: boolean): void {
    const c = this.context;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, width, height);
    const step = moving ? Math.max(1, Math.ceil(this.order.length / 20_000)) : 1;
    const side = Math.max(1, size * 0.85);
    let last = -1;
    for (let o = 0; o < this.order.length; o += step) {
      const i = this.order[o]!;
      const at = 4 * i;
      const alpha = this.rgba[at + 3]!;
      const px = (this.x[i]! / 65535) * view.scale + view.left;
      const py = (1 - this.y[i]! / 65535) * view.scale + view.top;
      if (alpha === 0 || px < -side || py < -side || px > width + side || py > height + side) {
        continue;
      }
      const key = (this.rgba[at]! << 16) | (this.rgba[at + 1]! << 8) | this.rgba[at + 2]! | (alpha << 24);
      if (key !== last) {
        c.fillStyle = `rgba(${this.rgba[at]},${this.rgba[at + 1]},${this.rgba[at + 2]},${alpha / 255})`;
        last = key;
      }
      c.fillRect(px - side / 2, py - side / 2, side, side);
    }
  }
}

export function renderer(canvas: HTMLCanvasElement, x: Uint16Array, y: Uint16Array, allowGl: boolean): PointRenderer {
  const gl = allowGl ? canvas.getContext('webgl2', { antialias: false, alpha: true, premultipliedAlpha: true }) : null;
  if (gl) {
    return new GlPoints(gl, x, y);
  }
  return new CanvasPoints(canvas.getContext('2d')!, x, y);
}
