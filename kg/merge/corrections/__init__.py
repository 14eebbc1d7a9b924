"""People's corrections, as `merge` applies them.

    same       two things are one: their mentions are joined
    different  what was taken for one thing is two: no link joins the mentions of the one to those of the other
    retype     a thing is of another class; facts that do not take that class are left out
    rename     a thing is called otherwise; its id, once given, stays
    retract    a fact is wrong: what texts say of it, and earlier assertions, are left out, and what followed from them
    assert     a fact is right: it is added, with a quotation of a document as evidence, or with the person's word alone

A correction names a thing by a name that stands in the text, and as far as needed by class and documents: so it is
found whatever ids and extractors there are. What it names is looked for among all mentions, as the links and all
corrections `same` join them. Where it names nothing, or several things, it is left out and says why.

Of two that contradict each other the later holds (of the same moment, that which stands later). Otherwise the order
does not matter.
"""
