/** Room tone: the soft noise that runs under speech and rests, as the service lays it under a recording. */

/** Its level, in dB of full scale. */
export const LEVEL = -69;
/** It repeats after so many seconds, without a seam. */
const SECONDS = 8;
/** Above this it falls off as rooms do, in Hz. */
const CORNER = 200;
/** Below this there is nothing, in Hz. */
const FLOOR = 20;

/**
 * A loop of soft noise.
 * @param {number} rate  Samples a second.
 * @returns {Float32Array}
 */
export function roomTone(rate) {
  const noise = whiteNoise(Math.round(SECONDS * rate));
  const low = lowPassed(noise, CORNER, rate);
  const floor = lowPassed(low, FLOOR, rate);
  const tone = low.map((sample, at) => sample - floor[at]);
  const power = tone.reduce((sum, sample) => sum + sample * sample, 0) / tone.length;
  const gain = 10 ** (LEVEL / 20) / Math.sqrt(power);
  return tone.map((sample) => sample * gain);
}

/**
 * The same in every run (a linear congruential generator with the constants of Numerical Recipes).
 * @param {number} size
 */
function whiteNoise(size) {
  const noise = new Float32Array(size);
  let state = 20;
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    noise[at] = state / 2 ** 31 - 1;
  }
  return noise;
}

/**
 * One pole. It goes round twice, so that the end of the loop runs into its beginning.
 * @param {Float32Array} samples
 * @param {number} corner  In Hz.
 * @param {number} rate
 */
function lowPassed(samples, corner, rate) {
  const step = 1 - Math.exp((-2 * Math.PI * corner) / rate);
  const passed = new Float32Array(samples.length);
  let value = 0;
  for (let round = 0; round < 2; round++) {
    for (let at = 0; at < samples.length; at++) {
      value += step * (samples[at] - value);
      passed[at] = value;
    }
  }
  return passed;
}
