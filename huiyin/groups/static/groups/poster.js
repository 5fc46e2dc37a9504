// Draws the still picture of a video before it is uploaded. Without it a video stands there without one.
const PATIENCE_MS = 6_000, WIDEST = 720;

/** Gives a JPEG of a video's first second, or null where the browser cannot read the video. Takes the file. */
export async function posterOf(file) {
  const video = document.createElement("video"), url = URL.createObjectURL(file);
  Object.assign(video, { muted: true, playsInline: true, preload: "auto", src: url });
  try {
    await happens(video, "loadeddata");
    video.currentTime = Math.min(1, (video.duration || 0) / 2);
    await happens(video, "seeked");
    const scale = Math.min(1, WIDEST / video.videoWidth), canvas = document.createElement("canvas");
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    return await new Promise((give) => canvas.toBlob(give, "image/jpeg", 0.8));
  } catch {
    return null;
  } finally {
    video.removeAttribute("src");
    URL.revokeObjectURL(url);
  }
}

function happens(video, name) {
  return new Promise((go, stop) => {
    video.addEventListener(name, go, { once: true });
    video.addEventListener("error", stop, { once: true });
    setTimeout(stop, PATIENCE_MS);
  });
}
