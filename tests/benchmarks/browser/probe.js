/**
 * What the benchmark adds to a page before any of its own scripts: the first frame that shows something, the frames
 * of a gesture, and the time from a click to the frame that shows its effect. It polls once a frame and
 * watches no mutations, which would slow down a page that draws ten thousand elements.
 */
(() => {
  /** After the style, layout and paint of the frame that the callback before it belongs to. */
  const afterFrame = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  };

  const inMs = (delay) => new Promise((resolve) => setTimeout(resolve, delay, null));

  /** The end of the first frame that a condition holds in. */
  const firstFrameThat = (holds) =>
    new Promise((resolve) => {
      const each = () => {
        if (holds()) afterFrame(resolve);
        else requestAnimationFrame(each);
      };
      requestAnimationFrame(each);
    });

  const onScreen = (element) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && left < innerWidth && top < innerHeight && right > 0 && bottom > 0;
  };

  // From afar boxes are areas without elements of their own.
  const drawn = () => [...document.querySelectorAll(".diagram [data-path], .diagram .low-detail-box")];
  const appearance = () =>
    drawn()
      .filter(onScreen)
      .slice(0, 200)
      .map((box) => box.outerHTML)
      .join("\n");

  const isShown = {
    layerscope: () =>
      document.querySelector('.explorer[data-diagram-state="ready"]') !== null && drawn().some(onScreen),
    // Netron takes "welcome" and its spinner off the body, and says "default", once the graph is placed.
    netron: () =>
      document.body?.classList.contains("default") === true &&
      !document.body.classList.contains("spinner") &&
      [...document.querySelectorAll("#canvas g.node")].some(onScreen),
  };

  /** As much as drawing a network of this many layers: numbers, strings and maps, then elements, style, text, paint. */
  const YARDSTICK_BOXES = 1500;
  const YARDSTICK_SUMS = 200;

  const countedTexts = () => {
    const texts = new Map();
    for (let round = 0; round < YARDSTICK_SUMS; round += 1)
      for (let box = 0; box < YARDSTICK_BOXES; box += 1) {
        const path = `stage${box % 16}.block${box % 128}`;
        texts.set(path, ((texts.get(path) ?? 0) + box * round) % 65521);
      }
    return [...texts];
  };

  const drawYardstick = () => {
    const texts = countedTexts();
    const make = (name, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      return element;
    };
    const svg = make("svg", { width: innerWidth, height: innerHeight });
    for (let box = 0; box < YARDSTICK_BOXES; box += 1) {
      const at = `translate(${40 * (box % 32)} ${18 * Math.floor(box / 32)})`;
      const group = make("g", { transform: at });
      const text = make("text", { y: 12, "font-size": 8 });
      text.textContent = texts[box % texts.length].join(" ");
      group.append(make("rect", { width: 36, height: 16, rx: 3, fill: `hsl(${box % 360} 50% 80%)` }), text);
      svg.append(group);
    }
    document.body.replaceChildren(svg);
  };

  const probe = {
    /** Milliseconds from the start of a fixed work to the end of the frame that shows it; empties the page. */
    yardstick: () =>
      new Promise((resolve) => {
        const begin = performance.now();
        drawYardstick();
        requestAnimationFrame(() => afterFrame((end) => resolve(end - begin)));
      }),

    /** Starts looking for the first frame that shows the graph; first() gives its end, in ms from the navigation. */
    watch(program) {
      probe.shown = firstFrameThat(isShown[program]);
    },
    first: (withinMs) => Promise.race([probe.shown, inMs(withinMs)]),

    /** Paths of the boxes and frames in the window. */
    pathsOnScreen: () =>
      drawn()
        .filter(onScreen)
        .flatMap((box) => box.dataset.path ?? []),

    /** What the boxes in the window say of their costs. */
    costsOnScreen: () =>
      [...document.querySelectorAll(".diagram .box-value")]
        .filter(onScreen)
        .map((value) => value.textContent),

    /** Where on screen what a selector names lies, and how large. */
    place(selector) {
      const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
      return [x, y, width, height].map(Math.round);
    },

    /** Milliseconds that each layout took inside the worker; null for one that does not say. */
    layouts: () =>
      performance.getEntriesByName("layout").map(({ detail }) => detail?.milliseconds ?? detail?.ms ?? null),

    /** Records frames until stop(), which returns their starts and the frames that the browser itself calls long. */
    record() {
      const starts = [];
      const long = [];
      let running = true;
      const each = (start) => {
        starts.push(start);
        if (running) requestAnimationFrame(each);
      };
      requestAnimationFrame(each);
      const note = (entries) => {
        for (const { startTime, duration, scripts } of entries) {
          const names = scripts.map((script) => `${script.invoker} ${script.duration.toFixed()} ms`);
          long.push({ start: startTime, ms: duration, scripts: names });
        }
      };
      const observer = new PerformanceObserver((list) => note(list.getEntries()));
      observer.observe({ type: "long-animation-frame" });
      probe.stop = () => {
        running = false;
        note(observer.takeRecords());
        observer.disconnect();
        return { starts, long };
      };
    },

    /** Starts looking for a frame that shows other boxes than now, after a layout; changed() gives its end. */
    awaitChange() {
      const before = appearance();
      const layouts = probe.layouts().length;
      // Boxes are compared only once there is a layout to draw: comparing takes a part of each frame.
      const isAnother = () =>
        probe.layouts().length > layouts && isShown.layerscope() && appearance() !== before;
      probe.changing = firstFrameThat(isAnother);
    },
    changed: (withinMs) => Promise.race([probe.changing, inMs(withinMs)]),

    /** Starts waiting for an event; switched() gives the time from it to the end of the frame that shows a new appearance. */
    awaitSwitch(type) {
      const before = appearance();
      probe.switching = new Promise((resolve) => {
        const begin = ({ timeStamp }) => {
          // The appearance is compared after a frame's end is known, so that comparing costs that frame nothing.
          const each = () =>
            afterFrame((now) => {
              if (appearance() !== before) resolve(now - timeStamp);
              else requestAnimationFrame(each);
            });
          requestAnimationFrame(each);
        };
        addEventListener(type, begin, { capture: true, once: true });
      });
    },
    switched: (withinMs) => Promise.race([probe.switching, inMs(withinMs)]),

    /** Goes to another view of the page, as the browser's back button does. */
    goTo(search) {
      history.pushState(null, "", location.pathname + search);
      dispatchEvent(new PopStateEvent("popstate", { state: null }));
    },
  };
  window.probe = probe;
})();
