import { seenIn } from "./filter.js";
import { forgetTimes } from "./times.js";

// The reader corrected the graph: everything is shown anew. Things that a correction had made may be gone, others have become one.
export const corrected = (app, shell) => {
  const { graph, state } = app;
  const final = (at) => (graph.entities[at].into === undefined ? at : final(graph.entities[at].into));
  const entity = (at) => (at === null || at >= graph.entities.length ? null : final(at));
  const all = (places) => [...new Set(places.map(entity).filter((at) => at !== null))];
  const around = state.around && entity(state.around.at);
  const path = state.path && all(state.path);
  Object.assign(app, { seen: null, fixing: null, article: app.article && { at: app.article.at, seen: seenIn(graph, app.article.at) } });
  app.forget();
  forgetTimes(graph);
  app.put({
    ...state, entity: entity(state.entity), fact: state.fact < graph.facts.length ? state.fact : null, open: all(state.open), only: state.only && all(state.only),
    around: around === null ? null : { ...state.around, at: around }, path: path?.length === 2 ? path : null,
  });
  const back = shell.renew();
  app.render();
  shell.recolour();
  back();
};
