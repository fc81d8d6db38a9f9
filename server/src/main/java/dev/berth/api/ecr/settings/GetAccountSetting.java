package dev.berth.api.ecr.settings;

import dev.berth.access.Action;
import dev.berth.access.Ask;
import dev.berth.api.awsjson.Call;
import dev.berth.api.awsjson.Operation;
import dev.berth.api.awsjson.Plan;
import dev.berth.repository.AccountSettings;
import org.jspecify.annotations.Nullable;

/** The setting of the caller's own registry; its default where it was never set. */
public final class GetAccountSetting
        implements Operation<GetAccountSetting.Request, GetAccountSetting.Response> {

    public record Request(@Nullable String name) {}

    public record Response(String name, String value) {}

    private final AccountSettings settings;

    public GetAccountSetting(AccountSettings settings) {
        this.settings = settings;
    }

    @Override
    public Action action() {
        return Action.ECR_GET_ACCOUNT_SETTING;
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public Plan<Response> plan(Request request, Call call) {
        var setting = SettingName.read(request.name());
        var registry = call.caller().registry();
        return Plan.of(
                Ask.onEverything(action()),
                () -> new Response(setting.name(), settings.value(registry, setting)));
    }
}
