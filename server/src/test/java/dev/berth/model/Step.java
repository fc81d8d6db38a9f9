package dev.berth.model;

/** Something that a client, an operator or time does: to berth and to the model alike. */
@FunctionalInterface
interface Step {
    void take(World world);
}
