type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>;

function fill(element: Element, attributes: Attributes | null, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === false) {
      continue;
    }
    if (typeof value === 'function') {
      element.addEventListener(name.replace(/^on/, ''), value as unknown as EventListener);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
}

/** An element. Text is always text: nothing here or elsewhere parses HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Attributes | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes ?? null, children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

export function s<K extends keyof SVGElementTagNameMap>(tag: K, attributes?: Attributes | null, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes ?? null, children);
  return element;
}

/** A user's text, kept apart from the direction of what surrounds it. */
export function text(value: string, className?: string): HTMLElement {
  return h('bdi', { class: className }, value);
}

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function count(value: number): string {
  return COUNT.format(value);
}

export function plural(value: number, one: string): string {
  return `${count(value)} ${value === 1 ? one : /[sx]$/.test(one) ? `${one}es` : `${one}s`}`;
}

export function fixed(value: number | undefined | null, digits = 3): string {
  return value === undefined || value === null || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

export function percent(value: number | undefined | null): string {
  if (value === undefined || value === null || Number.isNaN(value)) {
    return '–';
  }
  const hundred = value * 100;
  return `${hundred !== 0 && Math.abs(hundred) < 1 ? hundred.toPrecision(1) : hundred.toFixed(hundred < 10 ? 1 : 0)} %`;
}

/** As in 3e-12. */
export function small(value: number | undefined | null): string {
  if (value === undefined || value === null || Number.isNaN(value)) {
    return '–';
  }
  return value === 0 ? '< 1e-300' : value < 0.001 ? value.toExponential(0) : value.toFixed(3);
}

export function dot(css: string): HTMLElement {
  const element = h('span', { class: 'dot', 'aria-hidden': 'true' });
  element.style.background = css;
  return element;
}

export function shortened(value: string, most: number): string {
  const letters = Array.from(value);
  return letters.length <= most ? value : `${letters.slice(0, most - 1).join('').trimEnd()}…`;
}
