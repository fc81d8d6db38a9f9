package dev.berth.model;

import dev.berth.model.ImageSteps.Aim;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Which steps there are, and how their numbers are chosen. */
final class Steps {
    private Steps() {}

    static Arbitrary<Step> blobs() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, push()),
                Tuple.of(3, both(BlobSteps.Head::new)),
                Tuple.of(2, both(BlobSteps.Get::new)),
                Tuple.of(1, repository().map(BlobSteps.Ask::new)),
                Tuple.of(3, both(BlobSteps.Delete::new)),
                Tuple.of(
                        5,
                        Combinators.combine(repository(), repository(), blob())
                                .as(BlobSteps.Mount::new)),
                Tuple.of(2, both(BlobSteps.MountFromAnywhere::new)));
    }

    private static Arbitrary<Step> push() {
        return Combinators.combine(repository(), blob(), Arbitraries.of(BlobSteps.Way.class))
                .as(BlobSteps.Push::new);
    }

    private static Arbitrary<Step> both(Combinators.F2<Integer, Integer, Step> step) {
        return Combinators.combine(repository(), blob()).as(step);
    }

    static Arbitrary<Step> uploads() {
        var upload = Arbitraries.integers().between(0, 3);
        return Arbitraries.frequencyOf(
                Tuple.of(4, both(UploadSteps.Start::new)),
                Tuple.of(
                        5,
                        Combinators.combine(upload, Arbitraries.of(0, 30, 50, 100))
                                .as(UploadSteps.Append::new)),
                Tuple.of(1, upload.map(UploadSteps.AppendElsewhere::new)),
                Tuple.of(1, upload.map(UploadSteps.Status::new)),
                Tuple.of(
                        4,
                        Combinators.combine(
                                        upload,
                                        Arbitraries.of(true, true, false),
                                        Arbitraries.of(false, false, false, true))
                                .as(UploadSteps.Finish::new)),
                Tuple.of(1, upload.map(UploadSteps.Cancel::new)));
    }

    static Arbitrary<Step> images() {
        var brings = Arbitraries.of(true, true, true, false);
        var layers = blob().list().uniqueElements().ofMaxSize(3);
        var children = number().list().ofMaxSize(3);
        return Arbitraries.frequencyOf(
                Tuple.of(
                        8,
                        Combinators.combine(aim(), blob(), layers, kind(), number(), brings)
                                .as(ImageSteps.PushImage::new)),
                Tuple.of(
                        4,
                        Combinators.combine(aim(), children, kind(), number(), brings)
                                .as(ImageSteps.PushIndex::new)),
                Tuple.of(
                        4,
                        Combinators.combine(aim(), number(), brings).as(ImageSteps.PushAgain::new)),
                Tuple.of(1, Combinators.combine(repository(), number()).as(ImageSteps.Pull::new)));
    }

    static Arbitrary<Step> removals() {
        var entry =
                Combinators.combine(Arbitraries.of(RemovalSteps.By.class), number(), tag())
                        .as(RemovalSteps.Entry::new);
        return Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Combinators.combine(repository(), number())
                                .as(RemovalSteps.DeleteImage::new)),
                Tuple.of(2, Combinators.combine(repository(), tag()).as(RemovalSteps.Untag::new)),
                Tuple.of(
                        2,
                        Combinators.combine(repository(), entry.list().ofMinSize(1).ofMaxSize(3))
                                .as(RemovalSteps.DeleteBatch::new)));
    }

    static Arbitrary<Step> repositories() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        5,
                        Combinators.combine(repository(), rules()).as(RepositorySteps.Create::new)),
                Tuple.of(
                        1,
                        Combinators.combine(repository(), Arbitraries.of(false, true))
                                .as(RepositorySteps.Delete::new)),
                Tuple.of(
                        1,
                        Combinators.combine(repository(), rules())
                                .as(RepositorySteps.ChangeRules::new)),
                Tuple.of(
                        2,
                        Combinators.combine(repository(), Arbitraries.of(false, true))
                                .as(RepositorySteps.AllowGaps::new)),
                Tuple.of(
                        1,
                        Arbitraries.of(false, true, true).map(RepositorySteps.AllowMounts::new)));
    }

    static Arbitrary<Step> time() {
        var times =
                Arbitraries.of(
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(7),
                        Duration.ofMinutes(50),
                        Duration.ofHours(13));
        return Arbitraries.frequencyOf(
                Tuple.of(4, times.map(TimeSteps.Pass::new)),
                Tuple.of(4, Arbitraries.just(new TimeSteps.Collect())),
                Tuple.of(3, Arbitraries.just(new TimeSteps.Neglect())),
                Tuple.of(1, Arbitraries.just(new TimeSteps.CollectOrphans())),
                Tuple.of(2, Arbitraries.just(new ArchiveSteps.Activate())),
                Tuple.of(1, Arbitraries.just(new TimeSteps.WriteNotesDown())),
                Tuple.of(1, Arbitraries.just(new TimeSteps.Settle())),
                Tuple.of(1, Arbitraries.just(new TimeSteps.Restart())),
                Tuple.of(1, Arbitraries.just(new TimeSteps.ExpireUploads())),
                Tuple.of(1, Arbitraries.just(new TimeSteps.CheckAll())));
    }

    private static Arbitrary<Aim> aim() {
        return Combinators.combine(repository(), Arbitraries.of(ImageSteps.By.class), tag())
                .as(Aim::new);
    }

    private static Arbitrary<TagRules> rules() {
        return Arbitraries.of(
                TagRules.MUTABLE,
                TagRules.MUTABLE,
                new TagRules(false, List.of("v*", "*_*")),
                new TagRules(true, List.of()),
                new TagRules(true, List.of("latest", "*-*")));
    }

    private static Arbitrary<Integer> repository() {
        return Arbitraries.integers().between(0, 2);
    }

    private static Arbitrary<Integer> blob() {
        return Arbitraries.integers().between(0, Blob.ALL.size() - 1);
    }

    private static Arbitrary<Integer> tag() {
        return Arbitraries.integers().between(0, 4);
    }

    private static Arbitrary<Integer> kind() {
        return Arbitraries.integers().between(0, 3);
    }

    /** Of something that there may be many of; what it means depends on what there is. */
    private static Arbitrary<Integer> number() {
        return Arbitraries.integers().between(0, 99);
    }
}
