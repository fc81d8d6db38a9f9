package dev.berth.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.problem.AccessProblem;
import dev.berth.problem.Problem;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class V2ErrorsTest {
    /** OCI distribution specification, "Error Codes", and TAG_INVALID of its legacy section. */
    private static final Set<String> CODES =
            Set.of(
                    "BLOB_UNKNOWN",
                    "BLOB_UPLOAD_INVALID",
                    "BLOB_UPLOAD_UNKNOWN",
                    "DIGEST_INVALID",
                    "MANIFEST_BLOB_UNKNOWN",
                    "MANIFEST_INVALID",
                    "MANIFEST_UNKNOWN",
                    "NAME_INVALID",
                    "NAME_UNKNOWN",
                    "SIZE_INVALID",
                    "UNAUTHORIZED",
                    "DENIED",
                    "UNSUPPORTED",
                    "TOOMANYREQUESTS",
                    "TAG_INVALID");

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INTERNAL")
    void speaksTheCodesOfTheSpecification(OciError error) {
        assertThat(CODES).contains(error.code());
    }

    @Test
    void saysWhichPolicyDeniedOnlyWhereTheCallerMayKnow() {
        var told = new AccessProblem.AccessDenied("no", "implicit-deny; no identity-based policy");
        var stranger = new AccessProblem.AccessDenied("no");

        assertThat(denied(told).header("X-Berth-Denied-By"))
                .isEqualTo("implicit-deny; no identity-based policy");
        assertThat(denied(stranger).headers().contains("X-Berth-Denied-By")).isFalse();
    }

    private static V2Reply denied(Problem problem) {
        return V2Reply.of(V2Errors.answer(problem, V2Harness.REQUEST_ID), false).is(403, "DENIED");
    }

    @Test
    void saysWhenToComeBack() {
        V2Reply reply =
                V2Reply.of(V2Errors.answer(new Problem.Throttled(), V2Harness.REQUEST_ID), false)
                        .is(429, "TOOMANYREQUESTS");

        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.text()).contains("Rate exceeded");
    }

    @Test
    void doesNotInviteRepetitionWhenTheDiskIsFull() {
        V2Reply reply =
                V2Reply.of(V2Errors.answer(new Problem.StorageFull(), V2Harness.REQUEST_ID), false)
                        .is(507, "DENIED");

        assertThat(reply.text()).contains("The storage of the registry is full");
    }
}
