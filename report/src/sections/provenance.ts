import { h } from '../dom';
import { section, type Page } from './parts';

export function provenance(page: Page): HTMLElement {
  const { command, provenance: facts, config, notes } = page.model.head;
  const copy = h('button', { type: 'button', class: 'quiet' }, 'Copy');
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(command ?? '').then(
      () => page.say('The command was copied.'),
      () => page.say('The browser refused to copy; select the text instead.'),
    );
  });
  return section(
    'provenance',
    'Provenance',
    'The same command on the same input gives the same bits, at any number of threads.',
    command === undefined ? null : h('div', { class: 'command' }, h('pre', { tabindex: '0', 'aria-label': 'The command' }, h('code', null, h('bdi', null, command))), copy),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Facts about the run' },
      h('table', { class: 'plain' }, h('tbody', null, ...facts.map((f) => h('tr', null, h('th', { scope: 'row' }, f.name), h('td', null, h('bdi', null, f.value)))))),
    ),
    config === undefined ? null : h('details', null, h('summary', null, 'Every setting'), h('pre', { tabindex: '0', 'aria-label': 'Every setting' }, config)),
    notes.length === 0 ? null : h('div', { class: 'notes' }, ...notes.map((note) => h('p', null, note))),
  );
}
