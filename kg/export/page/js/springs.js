// Places for few nodes by springs (after Fruchterman and Reingold): the joined near each other, all others apart. The same nodes
// and pairs give the same places.

const STEPS = 240;
const APART = 110; // pixels between neighbours

export const springs = (count, pairs) => {
  const places = Array.from({ length: count }, (_, n) => ({ x: 90 * Math.sqrt(n) * Math.cos(n * 2.4), y: 90 * Math.sqrt(n) * Math.sin(n * 2.4) }));
  for (let step = 0; step < STEPS; step += 1) {
    const pull = places.map(() => ({ x: 0, y: 0 }));
    const add = (a, b, force) => {
      const [dx, dy] = [places[b].x - places[a].x, places[b].y - places[a].y];
      const far = Math.hypot(dx, dy) || 0.1;
      const [x, y] = [(dx / far) * force(far), (dy / far) * force(far)];
      pull[a].x += x;
      pull[a].y += y;
      pull[b].x -= x;
      pull[b].y -= y;
    };
    for (let a = 0; a < count; a += 1) for (let b = a + 1; b < count; b += 1) add(a, b, (far) => -(APART * APART) / far);
    for (const [a, b] of pairs) if (a !== b) add(a, b, (far) => (far * far) / APART);
    const most = APART * (1 - step / STEPS);
    places.forEach((place, n) => {
      const far = Math.hypot(pull[n].x, pull[n].y) || 1;
      place.x += (pull[n].x / far) * Math.min(far, most);
      place.y += (pull[n].y / far) * Math.min(far, most);
    });
  }
  return places;
};
