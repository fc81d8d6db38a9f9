package dev.berth.api.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What compares answers with the model finds what it is there for. */
class AnswerModelTest {

    @Test
    void findsWhatIsWrong() throws Exception {
        var model = new AnswerModel();

        assertThat(
                        model.faults(
                                "ListRoleTags",
                                "<R><X><Tags><member><Key>a</Key><Other/></member></Tags><IsTruncated>no</IsTruncated></X></R>"))
                .containsExactly(
                        "ListRoleTags.Tags[] has no Other",
                        "ListRoleTags.Tags[] lacks Value",
                        "ListRoleTags.IsTruncated is no");
        assertThat(model.faults("ListRoleTags", "<R><X><Tags><tag/></Tags></X></R>"))
                .contains("ListRoleTags.Tags is no list");
        assertThat(model.faults("GetAccountSummary", "<R><X><SummaryMap><a/></SummaryMap></X></R>"))
                .containsExactly("GetAccountSummary.SummaryMap is no map");
        assertThat(model.faults("DeleteRole", "<R><DeleteRoleResult/><ResponseMetadata/></R>"))
                .containsExactly("DeleteRole has a result");
    }
}
