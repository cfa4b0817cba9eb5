import { paint } from './palette';

const KEY = 'kindred-theme';
export type Theme = 'auto' | 'light' | 'dark';

/** Where storage is refused, as for files in some browsers, the choice lasts as long as the page. */
export function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

export function apply(theme: Theme): void {
  if (theme === 'auto') {
    delete document.documentElement.dataset['theme'];
  } else {
    document.documentElement.dataset['theme'] = theme;
  }
  paint(document.documentElement, isDark());
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The page works without.
  }
}

export function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}
