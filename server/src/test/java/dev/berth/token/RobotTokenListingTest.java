package dev.berth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.access.TokenScope;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which tokens there are, until they have ended. */
class RobotTokenListingTest extends RobotTokenFixture {
    @Test
    void listsWhatIsThereAndWhenItWasUsed() {
        TokenRecord ofAda = create(ROOT, ADA_ARN, PULL_TEAM).token();
        RobotTokens.Created ofRoot = create(ROOT, null, new TokenScope.Full());
        clock.advance(Duration.ofSeconds(5));
        here.verify(ofRoot.text());

        assertThat(list(null)).extracting(TokenRecord::id).contains(ofAda.id());
        assertThat(list(ADA_ARN)).containsExactly(ofAda);
        assertThat(list(ROOT_ARN))
                .singleElement()
                .satisfies(token -> {
                    assertThat(token.scope()).isEqualTo(new TokenScope.Full());
                    assertThat(token.lastUsedAt()).isEqualTo(clock.instant());
                });
        assertThat(ofAda.lastUsedAt()).isNull();
    }

    @Test
    void listsLoginsToWhoAsksForThem() {
        var logins = new LoginTokens(here.registry, directory, here.notes, TokenConfig.DEFAULT);
        UUID login = logins.issue(caller(ADA, (String) null)).id();

        assertThat(list(ADA_ARN)).isEmpty();
        assertThat(here.robots.list(new RobotTokens.Listing(ACCOUNT, ADA_ARN, true), null, 10))
                .singleElement()
                .satisfies(token -> {
                    assertThat(token.id()).isEqualTo(login);
                    assertThat(token.name()).isEmpty();
                });
    }

    @Test
    void listsPageByPage() {
        List<UUID> created =
                List.of(
                        create(ROOT, ADA_ARN, PULL_TEAM).token().id(),
                        create(ROOT, ADA_ARN, PULL_TEAM).token().id(),
                        create(ROOT, ADA_ARN, PULL_TEAM).token().id());
        var listing = new RobotTokens.Listing(ACCOUNT, ADA_ARN, false);

        var first = here.robots.list(listing, null, 2);
        var second = here.robots.list(listing, first.getLast().id().toString(), 2);

        assertThat(first).extracting(TokenRecord::id).isEqualTo(created.subList(0, 2));
        assertThat(second).extracting(TokenRecord::id).isEqualTo(created.subList(2, 3));
    }

    @Test
    void forgetsWhatHasEnded() {
        create(ROOT, ADA_ARN, PULL_TEAM);

        clock.advance(Duration.ofHours(1));
        assertThat(list(ADA_ARN)).isEmpty();
        clock.advance(Duration.ofDays(1).plusMillis(1));
        here.notes.removeEnded();

        int left =
                database.read(tx ->
                        tx.sql()
                                .createQuery("SELECT COUNT(*) FROM registry_token")
                                .mapTo(Integer.class)
                                .one());
        assertThat(left).isZero();
    }
}
