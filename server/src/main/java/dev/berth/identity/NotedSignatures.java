package dev.berth.identity;

import dev.berth.access.Caller;
import dev.berth.access.SignatureAuthenticator;
import dev.berth.access.SignedRequest;

/** Notes which keys sign, and for what. */
public final class NotedSignatures implements SignatureAuthenticator {
    private final SignatureAuthenticator signatures;
    private final KeyUses uses;

    public NotedSignatures(SignatureAuthenticator signatures, KeyUses uses) {
        this.signatures = signatures;
        this.uses = uses;
    }

    @Override
    public PendingCaller begin(SignedRequest request, String service) {
        PendingCaller pending = signatures.begin(request, service);
        return bodySha256 -> {
            Caller caller = pending.finish(bodySha256);
            String key = caller.accessKeyId();
            if (key != null && caller.session() == null) {
                uses.note(key, service, caller.registry().region().value());
            }
            return caller;
        };
    }
}
