import { categorical, clusterColor, sequential, type Rgb } from './palette';
import type { State } from './state';

/** A color for each node: what is left out by a filter is nearly gone. */
export function colorsOf(state: State, dark: boolean, out: Uint8Array): void {
  const { model } = state;
  const of = colorFunction(state, dark);
  const alpha = model.n > 40_000 ? 150 : model.n > 8_000 ? 180 : 215;
  const faint = model.n > 40_000 ? 8 : 22;
  const grey = dark ? 150 : 120;
  for (let i = 0; i < model.n; i++) {
    const at = 4 * i;
    if (state.visible[i]) {
      const color = of(i);
      out[at] = color[0];
      out[at + 1] = color[1];
      out[at + 2] = color[2];
      out[at + 3] = alpha;
    } else {
      out[at] = out[at + 1] = out[at + 2] = grey;
      out[at + 3] = faint;
    }
  }
}

export function colorFunction(state: State, dark: boolean): (node: number) => Rgb {
  const { model } = state;
  const missing: Rgb = dark ? [90, 96, 104] : [190, 194, 200];
  const ramp = Array.from({ length: 256 }, (_, v) => sequential(v / 255, dark));
  switch (state.colorBy.kind) {
    case 'cluster':
      return (i) => clusterColor(model.cluster[i]!, dark);
    case 'confidence':
      return (i) => ramp[model.confidence[i]!]!;
    case 'label': {
      const label = model.rest?.label;
      return label ? (i) => (label[i]! < 0 ? missing : categorical(label[i]!, dark)) : () => missing;
    }
    case 'feature': {
      const values = model.rest?.shown;
      const from = state.colorBy.index * model.n;
      return values ? (i) => (values[from + i] === 255 ? missing : ramp[Math.round((values[from + i]! * 255) / 254)]!) : () => missing;
    }
  }
}
