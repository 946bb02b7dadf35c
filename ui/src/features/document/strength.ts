export type Strength = "weak" | "fair" | "strong";

/** How hard a passphrase is to guess, roughly: what is easy to guess of it counts little. */
export function strengthOf(passphrase: string, client = ""): Strength {
  const bits = guesses(passphrase, client);
  if (bits < 45) return "weak";
  return bits < 65 ? "fair" : "strong";
}

/** An estimate of how many bits a passphrase is worth to somebody who guesses with words, rows of keys and the client's name. */
function guesses(passphrase: string, client: string): number {
  let rest = passphrase.toLowerCase();
  let known = 0;
  // Each word of the client's name, and each word that everybody tries, is one guess among a few.
  const tried = [...client.toLowerCase().split(/[^\p{L}\p{N}]+/u), ...common].filter(
    (word) => word.length > 2,
  );
  for (const word of tried.sort((one, other) => other.length - one.length)) {
    while (rest.includes(word)) {
      rest = rest.replace(word, " ");
      known += 4;
    }
  }
  const words = rest.split(/[\s_.,;:-]+/u).filter(Boolean);
  // The same word twice says nothing new.
  const distinct = [...new Set(words)];
  return known + distinct.reduce((bits, word) => bits + worth(word), 0) + Math.min(distinct.length, 4);
}

/** A word of letters is found in a dictionary; what follows from the character before it is worth little. */
function worth(word: string): number {
  const characters = [...word];
  const alphabet =
    (/\p{L}/u.test(word) ? 26 : 0) + (/\p{N}/u.test(word) ? 10 : 0) + (/[^\p{L}\p{N}]/u.test(word) ? 30 : 0);
  const single = Math.log2(Math.max(alphabet, 10));
  const bits = characters.reduce((sum, character, at) => {
    const before = characters[at - 1];
    return sum + (before !== undefined && follows(before, character) ? 0.5 : single);
  }, 0);
  return /^\p{L}+$/u.test(word) ? Math.min(bits, 13) : bits;
}

function follows(before: string, character: string): boolean {
  if (before === character) return true;
  if (Math.abs((before.codePointAt(0) ?? 0) - (character.codePointAt(0) ?? 0)) === 1) return true;
  return rows.some((row) => {
    const at = row.indexOf(before);
    return at >= 0 && (row[at + 1] === character || row[at - 1] === character);
  });
}

const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "1234567890"];
const common = [
  "password",
  "passphrase",
  "passwort",
  "waymark",
  "letmein",
  "welcome",
  "secret",
  "geheim",
  "admin",
  "client",
  "workshop",
  "correct horse battery staple",
  "2024",
  "2025",
  "2026",
  "2027",
];
