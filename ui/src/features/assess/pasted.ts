/** The picture that is pasted, where the web view hands it over as a file. */
export function pictureOf(event: ClipboardEvent): File | null {
  const items = [...(event.clipboardData?.items ?? [])];
  return items.find(({ kind, type }) => kind === "file" && type.startsWith("image/"))?.getAsFile() ?? null;
}

/** A file as a data address. */
export function dataUrlOf(file: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("the file cannot be read"));
    reader.readAsDataURL(file);
  });
}

/** A picture on the page as a data address. */
export async function dataUrlOfImage(image: HTMLImageElement): Promise<string> {
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return canvas.toDataURL("image/png");
}
