package dev.berth.image;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.berth.oci.MediaTypes;

class ManifestFuzzTest {

    @FuzzTest(maxDuration = "20s")
    void whateverTheBytesAreTheAnswerIsAManifestOrAProblem(FuzzedDataProvider data) {
        String declared =
                data.pickValue(new String[] {MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_LIST, ""});
        ManifestReaderTest.readsOrRefuses(data.consumeRemainingAsBytes(), declared);
    }
}
