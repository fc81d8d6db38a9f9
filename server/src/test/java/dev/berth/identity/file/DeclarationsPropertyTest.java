package dev.berth.identity.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.aws.AccountId;
import dev.berth.config.ConfigFaults;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever files there were before, what counts is the last one. */
class DeclarationsPropertyTest {
    private static final List<AccountId> ACCOUNTS =
            List.of(new AccountId("000000000001"), new AccountId("000000000002"));

    @Property(tries = 30)
    void anySequenceOfFilesEndsAsTheLastOneAlone(@ForAll @Size(min = 2, max = 4) List<Long> seeds)
            throws ConfigFaults {
        String last = DeclaredFiles.of(seeds.getLast());
        try (var many = new DeclaredFixture();
                var one = new DeclaredFixture()) {
            for (long seed : seeds) {
                many.apply(DeclaredFiles.of(seed));
            }
            one.apply(last);

            for (AccountId account : ACCOUNTS) {
                // an account stays, with nothing in it
                var empty = "alias Optional.empty, root false";
                var left = many.contents(account);
                left.remove(empty);
                var right = one.contents(account);
                right.remove(empty);
                assertThat(left).as(last).isEqualTo(right);
            }
            assertThat(many.apply(last)).as("steps to take for the same file again").isZero();
        }
    }
}
