package dev.berth.boot;

import dev.berth.access.Directory;
import dev.berth.collect.CollectionListener;
import dev.berth.events.EventListener;
import dev.berth.runtime.Clocks;
import dev.berth.runtime.IdSource;

/** What features find around them: time, ids, who there is, and who wants to hear of them. */
record Surroundings(
        Clocks clocks,
        IdSource ids,
        Directory directory,
        EventListener events,
        CollectionListener collections) {}
