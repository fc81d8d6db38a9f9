package dev.berth.acceptance;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The clients that a test needs. Where one is missing the test is skipped with the command that
 * installs it; in CI, where everything is installed, it fails.
 */
enum Clients {
    AWS("aws", "pip install awscli"),
    DOCKER("docker", "apt-get install docker.io"),
    DOCKERD("dockerd", "apt-get install docker.io"),
    BUSYBOX("busybox", "apt-get install busybox-static"),
    SKOPEO("skopeo", "apt-get install skopeo"),
    PODMAN("podman", "apt-get install podman runc conmon"),
    BUILDAH("buildah", "apt-get install buildah runc"),
    CRANE("crane", "go install github.com/google/go-containerregistry/cmd/crane@latest"),
    REGCTL("regctl", "go install github.com/regclient/regclient/cmd/regctl@latest"),
    HELM("helm", "go install helm.sh/helm/v3/cmd/helm@latest"),
    COSIGN("cosign", "go install github.com/sigstore/cosign/v2/cmd/cosign@latest"),
    BUILDKITD("buildkitd", "see github.com/moby/buildkit, or run .ci/run"),
    BUILDCTL("buildctl", "see github.com/moby/buildkit, or run .ci/run"),
    ORAS("oras", "see oras.land/docs/installation"),
    TERRAFORM("terraform", "see developer.hashicorp.com/terraform/install"),
    CURL("curl", "apt-get install curl"),
    OPENSSL("openssl", "apt-get install openssl");

    private final String program;
    private final String install;

    Clients(String program, String install) {
        this.program = program;
        this.install = install;
    }

    static void need(Clients... clients) {
        for (Clients client : clients) {
            if (!client.isInstalled()) {
                missing("%s is not installed: %s".formatted(client.program, client.install));
            }
        }
    }

    /** Some clients mount file systems, which only root may. */
    static void needRoot(String purpose) {
        if (!System.getProperty("user.name").equals("root")) {
            missing(purpose + " needs root: run the tests as root, for example in a container");
        }
    }

    /** Clients that are no package of Debian's may be missing in CI, too. */
    static void prefer(Clients client) {
        if (!client.isInstalled()) {
            skip("%s is not installed: %s".formatted(client.program, client.install));
        }
    }

    static void preferOrasForPython() {
        if (!python("import oras")) {
            skip("python3 has no oras: pip install oras");
        }
    }

    /** What the aws command is made of, for calls by the hundred. */
    static void needBotocore() {
        if (!python("import botocore.session")) {
            missing("python3 has no botocore: pip install botocore");
        }
    }

    /** Where Terraform finds its provider for AWS: nothing is downloaded for tests. */
    static String preferTerraformsProvider() {
        prefer(TERRAFORM);
        String settings = System.getenv("TF_CLI_CONFIG_FILE");
        if (settings == null || !Files.isRegularFile(Path.of(settings))) {
            skip("TF_CLI_CONFIG_FILE names no mirror of the aws provider");
            throw new AssertionError("not skipped");
        }
        return settings;
    }

    private static boolean python(String program) {
        try {
            return new ProcessBuilder("python3", "-c", program).start().waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void missing(String reason) {
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            fail(reason);
        }
        skip(reason);
    }

    /** Maven counts what is skipped, and does not say why. */
    static void skip(String reason) {
        System.out.println("skipped: " + reason);
        abort(reason);
    }

    boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
