// Records a voice note into the form's file field. Without it, or without a microphone, a file is chosen there.
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

const whole = document.querySelector("[data-voice]");
const able = Boolean(window.MediaRecorder && window.DataTransfer && navigator.mediaDevices?.getUserMedia);
if (whole && able) {
  const part = (name) => whole.querySelector(`[data-voice-${name}]`);
  const field = whole.querySelector("input[type=file]");
  const [acts, start, stop, drop, time, play, said] = ["acts", "start", "stop", "drop", "time", "play", "said"].map(part);
  const most = Number(whole.dataset.voiceMost);
  let recorder = null;
  let ticking = 0;
  acts.hidden = false;

  const show = (recording) => {
    start.hidden = recording;
    stop.hidden = !recording;
    drop.hidden = recording || !field.files.length;
    play.hidden = recording || !field.files.length;
    clearInterval(ticking);
    if (!recording) time.textContent = "";
  };

  const hear = () => {
    if (play.src) URL.revokeObjectURL(play.src);
    if (field.files.length) play.src = URL.createObjectURL(field.files[0]);
    else play.removeAttribute("src");
    show(false);
  };

  const take = (pieces, kind) => {
    const name = kind.startsWith("audio/mp4") ? "voice.m4a" : kind.startsWith("audio/ogg") ? "voice.ogg" : "voice.webm";
    const moved = new DataTransfer();
    moved.items.add(new File(pieces, name, { type: kind.split(";")[0] }));
    field.files = moved.files;
    hear();
  };

  start.addEventListener("click", async () => {
    said.textContent = "";
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      said.textContent = said.dataset.none;
      return;
    }
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    recorder = new MediaRecorder(stream, { ...(kind && { mimeType: kind }), audioBitsPerSecond: 32000 });
    const pieces = [];
    recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      take(pieces, recorder.mimeType || "audio/webm");
    });
    recorder.start();
    const begun = Date.now();
    show(true);
    stop.focus();
    const tick = () => {
      const seconds = Math.floor((Date.now() - begun) / 1000);
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= most) stop.click();
    };
    tick();
    ticking = setInterval(tick, 500);
  });

  stop.addEventListener("click", () => {
    if (recorder?.state === "recording") recorder.stop();
    start.focus();
  });

  drop.addEventListener("click", () => {
    field.value = "";
    hear();
    start.focus();
  });

  field.addEventListener("change", hear);
}
