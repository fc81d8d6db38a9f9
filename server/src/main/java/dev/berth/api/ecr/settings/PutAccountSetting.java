package dev.berth.api.ecr.settings;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.api.ecr.input.Input;
import dev.berth.repository.AccountSettings;
import org.jspecify.annotations.Nullable;

/** Sets it for the caller's own registry. */
public final class PutAccountSetting
        implements Operation<PutAccountSetting.Request, PutAccountSetting.Response> {

    public record Request(@Nullable String name, @Nullable String value) {}

    public record Response(String name, String value) {}

    private final AccountSettings settings;

    public PutAccountSetting(AccountSettings settings) {
        this.settings = settings;
    }

    @Override
    public Action action() {
        return Action.ECR_PUT_ACCOUNT_SETTING;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var setting = SettingName.read(request.name());
        var value = Input.required("value", request.value());
        var registry = call.caller().registry();
        return Plan.of(
                Ask.onEverything(action()),
                () -> {
                    settings.set(registry, setting, value, call.actor());
                    return new Response(setting.name(), value);
                });
    }
}
