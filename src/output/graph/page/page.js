// Moves and zooms the picture of a page by changing the visible part.
(() => {
  const view = document.querySelector('.view');
  const svg = view?.querySelector('svg');
  if (!svg) return;
  const { x: left, y: top, width: wide, height: high } = svg.viewBox.baseVal;
  let scale = 1;
  let x = left;
  let y = top;
  const size = () => view.getBoundingClientRect();
  const show = () => {
    const { width, height } = size();
    svg.setAttribute('viewBox', [x, y, width / scale, height / scale].join(' '));
  };
  const showAll = (least) => {
    const { width, height } = size();
    scale = Math.max(least, Math.min(width / wide, height / high, 1.4));
    x = wide * scale > width ? left : left + (wide - width / scale) / 2;
    y = high * scale > height ? top : top + (high - height / scale) / 2;
    show();
  };
  const zoom = (by, atX, atY) => {
    const next = Math.min(6, Math.max(0.05, scale * by));
    x += atX / scale - atX / next;
    y += atY / scale - atY / next;
    scale = next;
    show();
  };
  const zoomMiddle = (by) => {
    const { width, height } = size();
    zoom(by, width / 2, height / 2);
  };
  const move = (byX, byY) => {
    x -= byX / scale;
    y -= byY / scale;
    show();
  };
  const acts = { in: () => zoomMiddle(1.25), out: () => zoomMiddle(0.8), all: () => showAll(0) };

  view.classList.add('live');
  const tools = document.querySelector('.tools');
  tools.hidden = false;
  tools.addEventListener('click', (event) => {
    const act = acts[event.target.dataset.act];
    if (act) act();
  });

  let held = null;
  let moved = false;
  view.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    held = [event.clientX, event.clientY];
    moved = false;
  });
  view.addEventListener('pointermove', (event) => {
    if (!held) return;
    const by = [event.clientX - held[0], event.clientY - held[1]];
    if (!moved && Math.hypot(by[0], by[1]) < 4) return;
    if (!moved) view.setPointerCapture(event.pointerId);
    moved = true;
    view.classList.add('moving');
    move(by[0], by[1]);
    held = [event.clientX, event.clientY];
  });
  const release = () => {
    held = null;
    view.classList.remove('moving');
  };
  view.addEventListener('pointerup', release);
  view.addEventListener('pointercancel', release);
  view.addEventListener('dragstart', (event) => event.preventDefault());
  view.addEventListener(
    'click',
    (event) => {
      if (moved) event.preventDefault();
    },
    true,
  );
  view.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left: viewLeft, top: viewTop } = size();
      zoom(Math.exp(-event.deltaY / 300), event.clientX - viewLeft, event.clientY - viewTop);
    },
    { passive: false },
  );
  view.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      '+': acts.in,
      '=': acts.in,
      '-': acts.out,
      0: acts.all,
      ArrowLeft: () => move(60, 0),
      ArrowRight: () => move(-60, 0),
      ArrowUp: () => move(0, 60),
      ArrowDown: () => move(0, -60),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // A name in the text leads to its place in the picture.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-node]');
    const node = link && document.getElementById(link.dataset.node);
    if (!node) return;
    scale = Math.max(scale, 1);
    show();
    const place = node.getBoundingClientRect();
    const { left: viewLeft, top: viewTop, width, height } = size();
    move(
      viewLeft + width / 2 - place.left - place.width / 2,
      viewTop + height / 2 - place.top - place.height / 2,
    );
  });
  window.addEventListener('resize', show);
  showAll(0.7);
})();
