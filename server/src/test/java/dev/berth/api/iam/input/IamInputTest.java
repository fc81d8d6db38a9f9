package dev.berth.api.iam.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.awsquery.QueryParameters;
import dev.berth.http.Query;
import dev.berth.identity.Tag;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IamInputTest {

    @Test
    void readsNames() {
        assertThat(IamInput.name(of("RoleName=a%2B=,.@-_1"), "RoleName", 64))
                .isEqualTo("a+=,.@-_1");
        assertFault(
                () -> IamInput.name(of("RoleName=a/b"), "RoleName", 64),
                IdentityFault.VALIDATION_ERROR,
                "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");
        assertFault(
                () -> IamInput.name(of("RoleName=abc"), "RoleName", 2),
                IdentityFault.VALIDATION_ERROR,
                "1 validation error detected: Value 'abc' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 2");
    }

    @Test
    void readsPaths() {
        assertThat(IamInput.path(of(""))).isEqualTo("/");
        assertThat(IamInput.path(of("Path=/a/b/"))).isEqualTo("/a/b/");
        assertThat(IamInput.pathPrefix(of(""))).isEqualTo("/");
        assertThat(IamInput.pathPrefix(of("PathPrefix=/a"))).isEqualTo("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/", "/a", "/a b/", "/ä/", ""})
    void refusesOtherPaths(String path) {
        assertThatThrownBy(() -> IamInput.path(of("Path=" + path)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void readsArns() {
        assertThat(IamInput.arn("arn:aws:iam::aws:policy/ReadOnlyAccess").resource())
                .isEqualTo("policy/ReadOnlyAccess");
        assertFault(
                () -> IamInput.arn(of("PolicyArn=not-an-arn-but-long-enough"), "PolicyArn"),
                IdentityFault.INVALID_INPUT,
                "ARN not-an-arn-but-long-enough is not valid.");
    }

    @Test
    void readsTagsInTheirOrder() {
        assertThat(
                        IamInput.tags(
                                of(
                                        "Tags.member.1.Key=b&Tags.member.1.Value=1&Tags.member.2.Key=a&Tags.member.2.Value=")))
                .containsExactly(new Tag("b", "1"), new Tag("a", ""));
        assertThatThrownBy(() -> IamInput.tags(of("Tags.member.1.Key=a")))
                .isInstanceOf(ProblemException.class);
    }

    private static void assertFault(ThrowingCallable call, IdentityFault fault, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(new AccessProblem.Identity(fault, message)));
    }

    private static QueryParameters of(String form) {
        return QueryParameters.of(Query.parse(form));
    }
}
