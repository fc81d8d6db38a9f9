package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.EcrRequest;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.RegistryPolicyNotFoundException;

/** Each of the 58 operations that the SDK knows is answered, and none with an empty success. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsIT {

    private static final Set<String> BUILT =
            Set.of(
                    "BatchCheckLayerAvailability",
                    "BatchDeleteImage",
                    "BatchGetImage",
                    "CompleteLayerUpload",
                    "CreateRepository",
                    "DeleteRepository",
                    "DeleteRepositoryPolicy",
                    "DeregisterPullTimeUpdateExclusion",
                    "DescribeImages",
                    "DescribeRepositories",
                    "GetAccountSetting",
                    "GetAuthorizationToken",
                    "GetDownloadUrlForLayer",
                    "GetRepositoryPolicy",
                    "InitiateLayerUpload",
                    "ListImageReferrers",
                    "ListImages",
                    "ListPullTimeUpdateExclusions",
                    "ListTagsForResource",
                    "PutAccountSetting",
                    "PutImage",
                    "PutImageScanningConfiguration",
                    "PutImageTagMutability",
                    "PutRegistryPolicy",
                    "RegisterPullTimeUpdateExclusion",
                    "SetRepositoryPolicy",
                    "TagResource",
                    "UntagResource",
                    "UpdateImageStorageClass",
                    "UploadLayerPart");
    private static final Set<String> NEED_NO_INPUT =
            Set.of("DescribeRepositories", "GetAuthorizationToken", "ListPullTimeUpdateExclusions");

    /** They need no input either, and there is no such policy yet. */
    private static final Set<String> OF_THE_REGISTRYS_POLICY =
            Set.of("DeleteRegistryPolicy", "GetRegistryPolicy");

    private PackedBerth berth;
    private EcrClient ecr;

    @BeforeAll
    void start(@TempDir Path folder) {
        berth = PackedBerth.start(folder);
        ecr = new Sdk(berth).ecr();
    }

    @AfterAll
    void stop() {
        ecr.close();
        berth.close();
    }

    @Test
    void knowsTheOperationsThatTheSdkKnows() {
        assertThat(operations()).hasSize(58).containsAll(BUILT);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void answersWithAModeledErrorOrWithContent(String operation) {
        Throwable refusal = catchThrowable(() -> callWithoutInput(operation));

        if (NEED_NO_INPUT.contains(operation)) {
            assertThat(refusal).isNull();
        } else if (OF_THE_REGISTRYS_POLICY.contains(operation)) {
            assertThat(refusal).isInstanceOf(RegistryPolicyNotFoundException.class);
        } else if (BUILT.contains(operation)) {
            assertThat(refusal).isInstanceOf(InvalidParameterException.class);
        } else {
            assertThat(refusal)
                    .isInstanceOfSatisfying(
                            EcrException.class,
                            e -> {
                                assertThat(e.statusCode()).isEqualTo(400);
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo(
                                                operation.equals("DeleteSigningConfiguration")
                                                        ? "ValidationException"
                                                        : "InvalidParameterException");
                                assertThat(e.awsErrorDetails().errorMessage())
                                        .contains(operation)
                                        .contains("not available in this version of berth");
                            });
        }
    }

    static List<String> operations() {
        return calls().map(Method::getName)
                .map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** The client's methods that take one request; the SDK checks no required member itself. */
    private static Stream<Method> calls() {
        return Arrays.stream(EcrClient.class.getMethods())
                .filter(method -> method.getParameterCount() == 1)
                .filter(method -> EcrRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
                .filter(method -> !method.getName().endsWith("Paginator"));
    }

    private void callWithoutInput(String operation) throws Throwable {
        Method call =
                calls().filter(method -> method.getName().equalsIgnoreCase(operation))
                        .findFirst()
                        .orElseThrow();
        Object builder = call.getParameterTypes()[0].getMethod("builder").invoke(null);
        try {
            call.invoke(ecr, ((EcrRequest.Builder) Objects.requireNonNull(builder)).build());
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
