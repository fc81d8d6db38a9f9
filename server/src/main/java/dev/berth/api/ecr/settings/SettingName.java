package dev.berth.api.ecr.settings;

import dev.berth.api.ecr.input.Input;
import dev.berth.problem.ProblemException;
import dev.berth.problem.RepositoryProblem;
import dev.berth.repository.AccountSetting;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which setting is meant. */
final class SettingName {
    private static final String MEMBER = "name";
    private static final int MAX_LENGTH = 64;

    private SettingName() {}

    static AccountSetting read(@Nullable String text) {
        var given = Input.length(MEMBER, Input.required(MEMBER, text), 1, MAX_LENGTH);
        List<AccountSetting> known = Arrays.asList(AccountSetting.values());
        return known.stream()
                .filter(setting -> setting.name().equals(given))
                .findFirst()
                .orElseThrow(() ->
                        new ProblemException(
                                new RepositoryProblem.AccountSettingInvalid(
                                        MEMBER,
                                        known.stream().map(AccountSetting::name).toList())));
    }
}
