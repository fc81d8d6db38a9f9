package dev.berth.api.awsquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class XmlAnswerTest {
    private final XmlAnswer xml = new XmlAnswer("urn:x");

    @Test
    void writesTreesInTheOrderOfTheirMembers() {
        var map = new LinkedHashMap<String, String>();
        map.put("b", "2");
        map.put("a", "1");

        String answer =
                xml.result(
                        "GetThing",
                        XmlStructure.empty()
                                .text("Name", "<a>&")
                                .number("Count", 3L)
                                .flag("Open", true)
                                .time("Made", Instant.parse("2026-01-02T03:04:05.678Z"))
                                .structure("Inner", XmlStructure.empty().text("Path", "/"))
                                .texts("Words", List.of("x", "y"))
                                .list(
                                        "Tags",
                                        List.of("k"),
                                        t -> XmlStructure.empty().text("Key", t))
                                .map("Map", map)
                                .and(XmlStructure.empty().flag("IsTruncated", false)),
                        "id");

        assertThat(answer)
                .isEqualTo(
                        """
                        <GetThingResponse xmlns="urn:x"><GetThingResult>\
                        <Name>&lt;a&gt;&amp;</Name>\
                        <Count>3</Count>\
                        <Open>true</Open>\
                        <Made>2026-01-02T03:04:05Z</Made>\
                        <Inner><Path>/</Path></Inner>\
                        <Words><member>x</member><member>y</member></Words>\
                        <Tags><member><Key>k</Key></member></Tags>\
                        <Map><entry><key>b</key><value>2</value></entry><entry><key>a</key><value>1</value></entry></Map>\
                        <IsTruncated>false</IsTruncated>\
                        </GetThingResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></GetThingResponse>
                        """);
    }

    @Test
    void leavesOutWhatIsAbsentAndKeepsEmptyLists() {
        var answer =
                XmlStructure.empty()
                        .text("Name", null)
                        .number("Count", null)
                        .flag("Open", null)
                        .time("Made", null)
                        .structure("Inner", null)
                        .texts("Words", List.of());

        assertThat(xml.result("GetThing", answer, "id"))
                .contains("<GetThingResult><Words></Words></GetThingResult>");
    }

    @Test
    void writesNoResultForAnOperationThatHasNone() {
        assertThat(xml.result("DeleteThing", QueryAnswer.done(), "id"))
                .isEqualTo(
                        "<DeleteThingResponse xmlns=\"urn:x\"><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DeleteThingResponse>\n");
    }
}
