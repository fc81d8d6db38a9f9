package dev.berth.acceptance;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS's own SDK, pointed at a server as {@code berth configure} says. */
final class Sdk {

    private final Map<String, String> exports;
    private final AwsCredentialsProvider credentials;

    Sdk(PackedBerth berth) {
        this.exports = berth.exports();
        this.credentials =
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                                exported("AWS_ACCESS_KEY_ID"), exported("AWS_SECRET_ACCESS_KEY")));
    }

    EcrClient ecr() {
        return ecr(exported("AWS_DEFAULT_REGION"));
    }

    EcrClient ecr(String region) {
        return EcrClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .endpointOverride(endpoint())
                .build();
    }

    /** For a server with a certificate that only this client knows. */
    EcrClient ecr(TlsCertificate certificate) {
        return EcrClient.builder()
                .region(Region.of(exported("AWS_DEFAULT_REGION")))
                .credentialsProvider(credentials)
                .endpointOverride(endpoint())
                .httpClientBuilder(
                        Apache5HttpClient.builder().tlsTrustManagersProvider(certificate::trust))
                .build();
    }

    StsClient sts() {
        return StsClient.builder()
                .region(Region.of(exported("AWS_DEFAULT_REGION")))
                .credentialsProvider(credentials)
                .endpointOverride(endpoint())
                .build();
    }

    /** The header that {@code docker} sends after {@code docker login}. */
    static String login(EcrClient ecr) {
        return "Basic "
                + ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
    }

    URI endpoint() {
        return URI.create(exported("AWS_ENDPOINT_URL"));
    }

    private String exported(String name) {
        return Objects.requireNonNull(exports.get(name), name);
    }
}
