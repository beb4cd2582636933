// Bytes as text and back: base64url without padding, as everything binary travels.

const utf8 = new TextEncoder();

export const bytesOf = text => utf8.encode(text);

export const toText = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export const fromText = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), x => x.charCodeAt(0));
