package dev.berth.api.awsquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.Query;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {
    private static final Pattern WORD = Pattern.compile("[a-z]+");

    @Test
    void readsTextsNumbersAndFlags() {
        var parameters = of("Name=alice&Max=12&All=true&None=FALSE&Empty=");

        assertThat(parameters.require("Name")).isEqualTo("alice");
        assertThat(parameters.require("Name", 5, 5, WORD)).isEqualTo("alice");
        assertThat(parameters.find("Empty")).contains("");
        assertThat(parameters.find("name")).isEmpty();
        assertThat(parameters.integer("Max", 1, 12)).hasValue(12);
        assertThat(parameters.integer("Min", 1, 12)).isEmpty();
        assertThat(parameters.flag("All")).contains(true);
        assertThat(parameters.flag("None")).contains(false);
        assertThat(parameters.flag("Some")).isEmpty();
    }

    @Test
    void readsListsInTheOrderOfTheirNumbers() {
        var parameters = of("A.member.10=ten&A.member.2=two&A.member.1=one&AB.member.1=other");

        assertThat(parameters.texts("A")).containsExactly("one", "two", "ten");
        assertThat(parameters.texts("B")).isEmpty();
        assertThat(parameters.has("A")).isTrue();
        assertThat(parameters.has("B")).isFalse();
    }

    @Test
    void readsAnEmptyListAsOneThatIsGiven() {
        assertThat(of("A=").has("A")).isTrue();
        assertThat(of("A=").texts("A")).isEmpty();
    }

    @Test
    void readsStructuresAndListsInThem() {
        var entries =
                of("E.member.2.Key=b&E.member.1.Key=a&E.member.1.V.member.1=x&E.member.1.V.member.2=y")
                        .structures("E");

        assertThat(entries).extracting(entry -> entry.require("Key")).containsExactly("a", "b");
        assertThat(entries.getFirst().texts("V")).containsExactly("x", "y");
        assertThat(entries.getLast().texts("V")).isEmpty();
    }

    @Test
    void saysWhichMemberBreaksWhichRule() {
        var parameters = of("Name=alice&Max=12&Tags.member.1.Value=x");

        assertInvalid(
                () -> parameters.require("RoleName"),
                "1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member must not be null");
        assertInvalid(
                () -> parameters.require("Name", 1, 4),
                "1 validation error detected: Value 'alice' at 'name' failed to satisfy constraint: Member must have length less than or equal to 4");
        assertInvalid(
                () -> parameters.find("Name", 6, 9),
                "1 validation error detected: Value 'alice' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 6");
        assertInvalid(
                () -> parameters.find("Max", 1, 9, WORD),
                "1 validation error detected: Value '12' at 'max' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+");
        assertInvalid(
                () -> parameters.integer("Max", 13, 20),
                "1 validation error detected: Value '12' at 'max' failed to satisfy constraint: Member must have value greater than or equal to 13");
        assertInvalid(
                () -> parameters.integer("Max", 1, 11),
                "1 validation error detected: Value '12' at 'max' failed to satisfy constraint: Member must have value less than or equal to 11");
        assertInvalid(
                () -> parameters.structures("Tags").getFirst().require("Key"),
                "1 validation error detected: Value null at 'tags.1.member.key' failed to satisfy constraint: Member must not be null");
    }

    @ParameterizedTest
    @CsvSource({"Max=x", "Max=1.5", "Max=99999999999", "Max=", "Max=0x1", "Max=--1"})
    void refusesWhatIsNoNumber(String form) {
        assertThatThrownBy(() -> of(form).integer("Max", 1, 1000))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void refusesWhatIsNeitherTrueNorFalseNorAmongTheKnown() {
        assertInvalid(
                () -> of("All=yes").flag("All"),
                "1 validation error detected: Value 'yes' at 'all' failed to satisfy constraint: Member must satisfy enum value set: [true, false]");
        assertInvalid(
                () -> of("Scope=aws").oneOf("Scope", List.of("All", "AWS")),
                "1 validation error detected: Value 'aws' at 'scope' failed to satisfy constraint: Member must satisfy enum value set: [All, AWS]");
        assertThat(of("Scope=AWS").oneOf("Scope", List.of("All", "AWS"))).contains("AWS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A.member.0=x",
                "A.member.x=x",
                "A.member.01=x",
                "A.member.-1=x",
                "A.member.=x",
                "A.member.9999999=x"
            })
    void refusesListsWithoutProperNumbers(String form) {
        assertThatThrownBy(() -> of(form).texts("A")).isInstanceOf(ProblemException.class);
    }

    @Test
    void refusesAParameterThatIsGivenTwice() {
        assertInvalid(() -> of("A=1&A=2"), "The parameter 'A' is given more than once");
    }

    @Test
    void namesAllParametersButSome() {
        assertThat(of("B=2&A=1&Marker=m").allBut(Set.of("Marker"))).containsExactly("A=1", "B=2");
    }

    private static void assertInvalid(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(
                                                new AccessProblem.Identity(
                                                        IdentityFault.VALIDATION_ERROR, message)));
    }

    private static QueryParameters of(String form) {
        return QueryParameters.of(Query.parse(form));
    }
}
