// Where nodes stand: parts of the graph side by side, in the shape of the window, no footprint over another. Nothing is drawn here.
// An item is {id, x, y, w, h}: a middle, and the room that node and name need, in pixels at scale 1.

const ROOM = 1.9; // times the area of all footprints
const GAP = 16;
const RING = 130; // pixels from ring to ring
const MARGIN = 40;
const MOST_STRETCH = 1.8;
const MOST_GROWTH = 1.5;

const partsOf = (items, links) => {
  const root = new Map(items.map(({ id }) => [id, id]));
  const top = (id) => {
    let at = id;
    while (root.get(at) !== at) at = root.get(at);
    root.set(id, at);
    return at;
  };
  for (const [a, b] of links) root.set(top(a), top(b));
  const parts = new Map();
  for (const item of items) parts.set(top(item.id), [...(parts.get(top(item.id)) ?? []), item]);
  return [...parts.values()].sort((a, b) => b.length - a.length || a[0].id - b[0].id);
};

const area = (items) => items.reduce((sum, { w, h }) => sum + w * h, 0);

const bounds = (items) => ({
  left: Math.min(...items.map(({ x, w }) => x - w / 2)), right: Math.max(...items.map(({ x, w }) => x + w / 2)),
  top: Math.min(...items.map(({ y, h }) => y - h / 2)), bottom: Math.max(...items.map(({ y, h }) => y + h / 2)),
});

// Stretched about its middle until it has the room that it needs, `ratio` times as wide as high.
const shaped = (items, ratio) => {
  const extent = (axis) => Math.max(...items.map((item) => item[axis])) - Math.min(...items.map((item) => item[axis])) || 1;
  const room = (ROOM + 6 / items.length) * area(items);
  const [wide, high] = [Math.sqrt(room * ratio) / extent("x"), Math.sqrt(room / ratio) / extent("y")];
  for (const item of items) Object.assign(item, { x: item.x * wide, y: item.y * high });
};

const pushed = (a, b) => {
  const [x, y] = [b.x - a.x, b.y - a.y];
  const [overX, overY] = [(a.w + b.w) / 2 - Math.abs(x), (a.h + b.h) / 2 - Math.abs(y)];
  if (overX <= 0.5 || overY <= 0.5) return false;
  const along = overX < overY ? "x" : "y";
  const push = (along === "x" ? overX * (x < 0 ? -1 : 1) : overY * (y < 0 ? -1 : 1)) / 2;
  a[along] -= push;
  b[along] += push;
  return true;
};

const spread = (items) => {
  for (let round = 0, moved = true; moved && round < 300; round += 1) {
    moved = false;
    items.forEach((a, at) => {
      for (let other = at + 1; other < items.length; other += 1) moved = pushed(a, items[other]) || moved;
    });
  }
};

// Parts in rows, the largest first, each row in the middle.
const packed = (parts, ratio) => {
  const boxes = parts.map((items) => ({ items, ...bounds(items) }));
  const size = (box) => (box.right - box.left + GAP) * (box.bottom - box.top + GAP);
  const width = Math.max(boxes[0].right - boxes[0].left, Math.sqrt(boxes.reduce((sum, box) => sum + size(box), 0) * ratio));
  const rows = [];
  for (const box of boxes) {
    const wide = box.right - box.left + GAP;
    const row = rows.at(-1);
    if (row && row.width + wide <= width + GAP) Object.assign(row, { width: row.width + wide, boxes: [...row.boxes, box] });
    else rows.push({ width: wide, boxes: [box] });
  }
  let y = 0;
  for (const row of rows) {
    let x = -row.width / 2;
    const high = Math.max(...row.boxes.map((box) => box.bottom - box.top));
    for (const box of row.boxes) {
      const down = y + (high - (box.bottom - box.top)) / 2 - box.top;
      for (const item of box.items) Object.assign(item, { x: item.x + x - box.left, y: item.y + down });
      x += box.right - box.left + GAP;
    }
    y += high + GAP;
  }
};

// Pulled apart, sideways or lengthwise, until the whole has the shape of the window.
const stretched = (items, ratio) => {
  const { left, right, top, bottom } = bounds(items);
  const now = (right - left) / (bottom - top);
  for (const item of items) {
    if (now < ratio) item.x *= Math.min(MOST_STRETCH, ratio / now);
    else item.y *= Math.min(MOST_STRETCH, now / ratio);
  }
};

// How large the whole can be drawn in a window.
export const scaleOf = (items, width, height) => {
  const { left, right, top, bottom } = bounds(items);
  return Math.min((width - MARGIN) / (right - left), (height - MARGIN) / (bottom - top));
};

// The same items with their places; `links` are pairs of ids. Names keep their size on the screen, so where the whole has to be
// drawn smaller than it is they need more room: the second round gives it to them.
export const arranged = (items, links, width, height) => {
  if (!items.length) return items;
  const ratio = Math.min(2.5, Math.max(0.5, width / height));
  const parts = partsOf(items, links);
  parts.forEach((part, at) => { if (part.length > 1) shaped(part, at === 0 ? ratio : 1.2); });
  let grown = 1;
  for (let round = 0; round < 2; round += 1) {
    parts.forEach(spread);
    packed(parts, ratio);
    stretched(items, ratio);
    const more = Math.min(MOST_GROWTH, Math.max(1, 1 / scaleOf(items, width, height))) / grown;
    for (const item of items) Object.assign(item, { w: item.w * more, h: item.h * more });
    grown *= more;
  }
  return items;
};

// One in the middle and the others on rings around it, each as far from the next as their names need.
export const radial = (items, middle, ratio) => {
  const others = items.filter(({ id }) => id !== middle);
  const wide = Math.max(1, others.reduce((sum, { w, h }) => sum + (w + h) / 2, 0) / (others.length || 1));
  for (let ring = 1, from = 0; from < others.length; ring += 1) {
    const reach = RING * ring;
    const room = Math.max(6, Math.floor((Math.PI * reach * (1 + ratio)) / wide));
    const here = others.slice(from, from + room);
    here.forEach((item, n) => {
      const angle = (2 * Math.PI * (n + (ring % 2) / 2)) / here.length - Math.PI / 2;
      Object.assign(item, { x: reach * ratio * Math.cos(angle), y: reach * Math.sin(angle) });
    });
    from += room;
  }
  for (const item of items) if (item.id === middle) Object.assign(item, { x: 0, y: 0 });
  spread(items);
  return items;
};

// Newcomers around the places of what they came with, then pushed off what stands already.
export const joinedTo = (items, newcomers, anchorOf) => {
  newcomers.forEach((item, n) => {
    const anchor = anchorOf(item.id) ?? { x: 0, y: 0 };
    const reach = 60 + 26 * Math.sqrt(n + 1);
    Object.assign(item, { x: anchor.x + reach * Math.cos(n * 2.4), y: anchor.y + reach * Math.sin(n * 2.4) });
  });
  const all = [...items, ...newcomers];
  spread(all);
  return all;
};
