// Reads a QR code with the camera, where the browser can (BarcodeDetector); elsewhere the code is typed.

export async function canScan() {
  try {
    return Boolean(navigator.mediaDevices?.getUserMedia) && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
  } catch {
    return false;
  }
}

/** Shows the camera's picture until a QR code is read that `accept` takes, or `signal` says stop. */
export async function scan(video, accept, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (!signal.aborted) {
      const [seen] = await detector.detect(video).catch(() => []);
      if (seen && !signal.aborted && accept(seen.rawValue)) return;
      await new Promise(resolve => setTimeout(resolve, 150));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
