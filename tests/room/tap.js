// Runs in the page before any of its own scripts: notes what it plays, what it marks and what is pressed.
// Nothing that the page does is changed: what goes to the loudspeaker goes to a listener as well.
(() => {
  const Context = window.AudioContext;
  const { connect, disconnect } = AudioNode.prototype;
  /** The latest context that the page has opened, and what was heard of it. */
  let latest = null;
  const LATE = 0.5; // seconds
  const buses = new WeakMap();
  const presses = [];

  const listenTo = (context) => {
    const heard = { context, rate: context.sampleRate, runs: [], clock: [], marks: [] };
    // The listener needs a moment to begin. It hears everything that much later, and so misses nothing.
    const late = 128 * Math.round((LATE * context.sampleRate) / 128);
    const bus = new DelayNode(context, { maxDelayTime: 1, delayTime: late / context.sampleRate });
    const quiet = new GainNode(context, { gain: 0 }); // what leads nowhere is not rendered
    connect.call(connect.call(bus, quiet), context.destination);
    buses.set(context.destination, bus);
    latest = heard;
    context.audioWorklet.addModule("/tap_worklet.js").then(() => {
      const how = { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit", processorOptions: { late } };
      const node = new AudioWorkletNode(context, "tap", how);
      node.port.onmessage = ({ data }) => {
        heard.runs.push(data);
        heard.clock.push(clock(context));
      };
      connect.call(bus, node);
    }).catch((error) => {
      if (context.state !== "closed") throw error; // left before its listener was there: nothing was heard of it
    });
  };

  window.AudioContext = class AudioContext extends Context {
    constructor(...options) {
      super(...options);
      listenTo(this);
    }
  };
  AudioNode.prototype.connect = function (to, ...more) {
    if (buses.has(to)) connect.call(this, buses.get(to), ...more);
    return connect.call(this, to, ...more);
  };
  AudioNode.prototype.disconnect = function (to, ...more) {
    if (buses.has(to)) disconnect.call(this, buses.get(to), ...more);
    return to === undefined ? disconnect.call(this) : disconnect.call(this, to, ...more);
  };

  /** A moment on both clocks: seconds of what comes out of the loudspeaker, and milliseconds of the page. */
  const clock = (context) => {
    const { contextTime, performanceTime } = context.getOutputTimestamp();
    return [contextTime, performanceTime];
  };

  let marked;
  const look = () => {
    const found = document.querySelector("[data-start].now");
    const mark = found && `${found.dataset.start} ${found.className}`;
    if (mark === marked || latest === null) return;
    marked = mark;
    const start = found ? Number(found.dataset.start) : null;
    latest.marks.push({ at: performance.now(), start, classes: found ? found.className : "" });
  };
  new MutationObserver(look).observe(document, {
    attributes: true,
    attributeFilter: ["class"],
    childList: true,
    subtree: true,
  });

  const press = (event) => {
    const what = event.key ?? event.target.closest?.("button, [data-start], a, input, summary")?.id ?? "";
    presses.push({ what, kind: event.type, at: event.timeStamp });
  };
  for (const kind of ["click", "keydown", "input"]) window.addEventListener(kind, press, { capture: true });

  window.readbackTap = () => {
    if (latest === null) return JSON.stringify({ presses });
    const { rate, runs, marks, clock } = latest;
    return JSON.stringify({ rate, runs, marks, clock, presses });
  };
})();
