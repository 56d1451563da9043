// Measures what it hears: for every block of 128 frames its level and its peak, in tenths of a dB of full scale.
const TOGETHER = 16; // blocks in one message
const SILENCE = -2000;
const tenths = (amplitude) => (amplitude > 0 ? Math.round(200 * Math.log10(amplitude)) : SILENCE);

class Tap extends AudioWorkletProcessor {
  constructor({ processorOptions }) {
    super();
    this.late = processorOptions.late; // frames between what the page plays and what arrives here
    this.next = null; // where the next block is to begin
    this.run = { frame: 0, level: [], peak: [] };
  }

  process([[sound]]) {
    const known = this.next !== null; // at the first block the clock is one of a while ago
    if (currentFrame !== this.next || this.run.level.length === TOGETHER) this.send();
    this.next = currentFrame + 128;
    if (known && currentFrame >= this.late) this.hear(sound ?? []);
    return true;
  }

  hear(sound) {
    let power = 0;
    let peak = 0;
    for (const sample of sound) {
      power += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    if (this.run.level.length === 0) this.run.frame = currentFrame - this.late;
    this.run.level.push(tenths(Math.sqrt(power / 128)));
    this.run.peak.push(tenths(peak));
  }

  send() {
    if (this.run.level.length > 0) this.port.postMessage(this.run);
    this.run = { frame: 0, level: [], peak: [] };
  }
}

registerProcessor("tap", Tap);
