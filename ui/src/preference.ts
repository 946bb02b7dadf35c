/** A choice about this laptop's windows, kept beside the web view; never about an engagement. */
export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(`waymark.${name}`);
  } catch {
    return null; // Storage can be switched off; the default is then used every time.
  }
}

export function writePreference(name: string, value: string): void {
  try {
    localStorage.setItem(`waymark.${name}`, value);
  } catch {
    // The choice then lasts as long as the window.
  }
}
