package dev.berth.testing;

import dev.berth.access.AccessKey;
import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.access.Caller;
import dev.berth.access.Principal;
import dev.berth.access.TokenScope;
import dev.berth.aws.AccountId;
import dev.berth.aws.Registry;
import dev.berth.identity.User;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Users with a key each, as tests of who may do what need them by the hundred. */
public final class TestPeople {
    private final TestIdentity identity;
    private int last;

    public TestPeople(TestIdentity identity) {
        this.identity = identity;
    }

    public record Person(User user, AccessKey key) {
        public Principal.User principal() {
            return new Principal.User(user.account(), user.id(), user.path(), user.name());
        }

        public Caller caller(Registry registry) {
            return new Caller(
                    principal(),
                    null,
                    key.id(),
                    registry,
                    new TokenScope.Full(),
                    InetAddress.getLoopbackAddress(),
                    false);
        }
    }

    /** A new user of the account, who may what these policies say. */
    public Person user(AccountId account, String... policies) {
        String name = "user-" + ++last;
        return identity.changes()
                .change(
                        account,
                        TestIdentity.ACTOR,
                        change -> {
                            User user = identity.users().create(change, "/", name, null, List.of());
                            for (int i = 0; i < policies.length; i++) {
                                identity.held()
                                        .putInline(change, user.owner(), "p" + i, policies[i]);
                            }
                            return new Person(user, identity.accessKeys().create(change, user));
                        });
    }

    public void deactivateKey(Person person) {
        identity.changes()
                .change(
                        person.user().account(),
                        TestIdentity.ACTOR,
                        change -> {
                            identity.accessKeys()
                                    .setActive(change, person.user(), person.key().id(), false);
                            return person;
                        });
    }

    /** Allows what is asked for, and nothing else. */
    public static String allowing(List<Ask> asks) {
        return asks.stream()
                .map(ask ->
                        """
                        {"Effect": "Allow", "Action": "%s", "Resource": "%s"}\
                        """
                                .formatted(ask.anyOf().getFirst().iamName(), ask.resource()))
                .collect(
                        Collectors.joining(
                                ", ", "{\"Version\": \"2012-10-17\", \"Statement\": [", "]}"));
    }

    /** Allows everything but what is asked for first. */
    public static String denying(List<Ask> asks) {
        String actions =
                asks.getFirst().anyOf().stream()
                        .map(Action::iamName)
                        .collect(Collectors.joining("\", \"", "\"", "\""));
        return """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": [%s], "Resource": "*"}]}\
        """
                .formatted(actions);
    }

    /** A resource's policy that lets these principals do what is asked for. */
    public static String granting(String principal, List<Ask> asks) {
        String actions =
                asks.stream()
                        .map(ask -> ask.anyOf().getFirst().iamName())
                        .distinct()
                        .collect(Collectors.joining("\", \"", "\"", "\""));
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Principal": {"AWS": "%s"}, "Action": [%s], "Resource": "*"}}\
        """
                .formatted(principal, actions);
    }

    /** Who is denied what, as AWS says it. */
    public static String denial(Person person, Ask ask) {
        return "User: %s is not authorized to perform: %s on resource: %s "
                .formatted(
                        person.principal().name(),
                        ask.anyOf().getFirst().iamName(),
                        ask.resource());
    }

    /** How the table of the documentation writes what is asked for. */
    public static String cell(Ask ask) {
        String actions =
                ask.anyOf().stream()
                        .map(action -> "`" + action.iamName() + "`")
                        .collect(Collectors.joining(" or "));
        return actions + " on " + resource(ask);
    }

    private static String resource(Ask ask) {
        if (ask.arn() == null) {
            return "`*`";
        }
        String resource = ask.arn().resource();
        int slash = resource.indexOf('/');
        String kind = slash < 0 ? resource : resource.substring(0, slash);
        return resource.endsWith("/*") ? "`" + kind + "/*`" : "the " + kind;
    }
}
