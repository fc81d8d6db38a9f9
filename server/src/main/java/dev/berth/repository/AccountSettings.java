package dev.berth.repository;

import dev.berth.aws.Registry;
import dev.berth.db.Database;
import dev.berth.events.Actor;
import dev.berth.events.Event;
import dev.berth.events.Outbox;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import java.util.Map;
import java.util.Optional;

/** What an account decided for its registry in a region. */
public final class AccountSettings {
    private static final int EVENT_VERSION = 1;

    /** A setting belongs to no resource that has an ARN. */
    private static final String RESOURCE = "*";

    private final Database database;
    private final Outbox outbox;
    private final boolean mountsByDefault;
    private final AccountSettingStore store = new AccountSettingStore();

    /**
     * @param mountsByDefault what BLOB_MOUNTING is until somebody sets it
     */
    public AccountSettings(Database database, Outbox outbox, boolean mountsByDefault) {
        this.database = database;
        this.outbox = outbox;
        this.mountsByDefault = mountsByDefault;
    }

    /** The value that is set, else the default. */
    public String value(Registry registry, AccountSetting setting) {
        return database.read(tx -> store.find(tx, registry, setting))
                .orElseGet(() -> byDefault(setting));
    }

    /** Whether layers may be mounted in this registry. */
    public boolean allowMounts(Registry registry) {
        return value(registry, AccountSetting.BLOB_MOUNTING).equals("ENABLED");
    }

    /** Problems: AccountSettingInvalid. */
    public void set(Registry registry, AccountSetting setting, String value, Actor actor) {
        if (!setting.allowed().contains(value)) {
            throw new ProblemException(
                    new RepositoryProblem.AccountSettingInvalid("value", setting.allowed()));
        }
        database.write(tx -> {
            boolean changed = !store.find(tx, registry, setting).equals(Optional.of(value));
            if (changed) {
                store.put(tx, registry, setting, value);
                var detail = Map.<String, Object>of("name", setting.name(), "value", value);
                outbox.append(
                        tx,
                        actor,
                        new Event(
                                "account-setting.changed",
                                EVENT_VERSION,
                                registry,
                                RESOURCE,
                                detail));
            }
            return changed;
        });
    }

    private String byDefault(AccountSetting setting) {
        return switch (setting) {
            case BASIC_SCAN_TYPE_VERSION -> "AWS_NATIVE";
            case BLOB_MOUNTING -> mountsByDefault ? "ENABLED" : "DISABLED";
            case REGISTRY_POLICY_SCOPE -> "V2";
        };
    }
}
