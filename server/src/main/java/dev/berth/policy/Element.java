package dev.berth.policy;

import dev.berth.json.JsonTree;
import java.util.ArrayList;
import java.util.List;

/** A value of a document with its path, taken apart with a fault for each thing out of place. */
record Element(String path, JsonTree value, Faults faults) {

    /** An element of a document whose texts have been found. */
    record Named(String path, String value) {}

    void fault(String message) {
        faults.add(path, message);
    }

    Element member(JsonTree.Member member) {
        String to = path.isEmpty() ? member.name() : path + "." + member.name();
        return new Element(to, member.value(), faults);
    }

    /** One text or a list of texts. */
    List<Named> texts() {
        return scalars(false);
    }

    /** One value or a list; numbers and booleans stand for their texts. */
    List<Named> scalars(boolean notOnlyTexts) {
        if (!(value instanceof JsonTree.Items(List<JsonTree> items))) {
            List<Named> one = new ArrayList<>();
            addScalar(one, notOnlyTexts);
            return one;
        }
        List<Named> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            new Element(path + "[" + i + "]", items.get(i), faults).addScalar(all, notOnlyTexts);
        }
        return all;
    }

    private void addScalar(List<Named> to, boolean notOnlyTexts) {
        switch (value) {
            case JsonTree.Text(String text) -> to.add(new Named(path, text));
            case JsonTree.Numeral(String digits) when notOnlyTexts ->
                    to.add(new Named(path, digits));
            case JsonTree.Truth(boolean truth) when notOnlyTexts ->
                    to.add(new Named(path, Boolean.toString(truth)));
            case JsonTree.Numeral _,
                    JsonTree.Truth _,
                    JsonTree.Nothing _,
                    JsonTree.Items _,
                    JsonTree.Members _ ->
                    fault("must be a string");
        }
    }
}
