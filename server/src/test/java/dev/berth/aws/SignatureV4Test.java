package dev.berth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Headers;
import dev.berth.testing.RequestSigner;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors that AWS publishes, with its example key of 2015-08-30. */
class SignatureV4Test {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String DATE = "20150830T123600Z";
    private static final CredentialScope SCOPE = scope("service");

    @ParameterizedTest
    @CsvSource({
        "GET, /, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "POST, /, '', 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "GET, /, Param2=value2&Param1=value1, b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "GET, /ሴ, '', 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "GET, '/example space/', '', 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        "GET, /example/.., '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, /./, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, //, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    })
    void signsTheVanillaRequests(String method, String path, String query, String signature) {
        var headers = Headers.of("Host", "example.amazonaws.com", "X-Amz-Date", DATE);

        assertThat(signature(method, path, query, headers, List.of("host", "x-amz-date")))
                .isEqualTo(signature);
    }

    @Test
    void joinsTheValuesOfADoubledHeader() {
        var headers =
                Headers.of(
                        "Host", "example.amazonaws.com",
                        "My-Header1", "value2",
                        "My-Header1", "value2",
                        "My-Header1", "value1",
                        "X-Amz-Date", DATE);

        assertThat(signature("GET", "/", "", headers, List.of("host", "my-header1", "x-amz-date")))
                .isEqualTo("c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
    }

    @Test
    void trimsAndCollapsesTheValuesOfHeaders() {
        var headers =
                Headers.of(
                        "Host", "example.amazonaws.com",
                        "My-Header1", " value1",
                        "My-Header2", " \"a   b   c\"",
                        "X-Amz-Date", DATE);

        assertThat(
                        signature(
                                "GET",
                                "/",
                                "",
                                headers,
                                List.of("host", "my-header1", "my-header2", "x-amz-date")))
                .isEqualTo("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    @Test
    void signsTheExampleOfTheDocumentation() {
        var headers =
                Headers.of(
                        "Content-Type", "application/x-www-form-urlencoded; charset=utf-8",
                        "Host", "iam.amazonaws.com",
                        "X-Amz-Date", DATE);
        var request =
                new CanonicalRequest(
                        "GET",
                        "/",
                        "Action=ListUsers&Version=2010-05-08",
                        List.of("content-type", "host", "x-amz-date"),
                        headers::all,
                        RequestSigner.sha256(""));
        var key = SignatureV4.signingKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope("iam"));

        assertThat(RequestSigner.sha256(request.text()))
                .isEqualTo("f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
        assertThat(HexFormat.of().formatHex(key.getEncoded()))
                .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
        assertThat(SignatureV4.sign(key, SignatureV4.stringToSign(DATE, scope("iam"), request)))
                .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    private static String signature(
            String method, String path, String query, Headers headers, List<String> signed) {
        var request =
                new CanonicalRequest(
                        method, path, query, signed, headers::all, RequestSigner.sha256(""));
        return SignatureV4.sign(
                SignatureV4.signingKey(SECRET, SCOPE),
                SignatureV4.stringToSign(DATE, SCOPE, request));
    }

    private static CredentialScope scope(String service) {
        return new CredentialScope(
                "AKIDEXAMPLE", "20150830", "us-east-1", service, CredentialScope.TERMINATOR);
    }
}
