package dev.berth.model;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Whatever clients, operators and time do, berth answers as a registry of maps and lists does. */
class RegistryStateTest {
    private static final int CHAINS = 50;
    private static final int STEPS = 200;

    @Property(tries = CHAINS)
    void answersAsTheModelDoes(@ForAll("chains") ActionChain<World> chain) {
        try {
            chain.withInvariant("lists", world -> world.check().lists())
                    .withInvariant("bytes", world -> world.check().bytes())
                    .run()
                    .finish();
        } finally {
            chain.finalState().ifPresent(World::close);
        }
    }

    @Provide
    Arbitrary<ActionChain<World>> chains() {
        return ActionChain.<World>startWith(World::new)
                .withAction(20, taking(Steps.blobs()))
                .withAction(16, taking(Steps.uploads()))
                .withAction(40, taking(Steps.images()))
                .withAction(20, taking(Steps.removals()))
                .withAction(5, taking(Steps.repositories()))
                .withAction(20, taking(Steps.time()))
                .withMaxTransformations(STEPS);
    }

    private static Action.Independent<World> taking(Arbitrary<Step> steps) {
        return () ->
                steps.map(step -> Transformer.mutate(step.toString(), world -> world.take(step)));
    }
}
