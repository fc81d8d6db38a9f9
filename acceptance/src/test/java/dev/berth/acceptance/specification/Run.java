package dev.berth.acceptance.specification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.acceptance.specification.Contents.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Takes the steps of one case against a registry. */
public final class Run {

    /** The registry that is asked. */
    public record Registry(
            URI endpoint, HttpClient client, String authorization, Repositories repositories) {}

    /** Makes repositories, which the specification leaves to others. */
    @FunctionalInterface
    public interface Repositories {
        void create(String name, boolean sparse);
    }

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String MANIFESTS =
            "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";

    private final Registry registry;
    private final Case of;
    private final String repository;
    private final Contents contents;
    private final Variables variables;
    private final List<Exchange> exchanges = Collections.synchronizedList(new ArrayList<>());

    /**
     * @param repository the case's own repository, not yet there
     */
    public Run(Registry registry, Case of, String repository) {
        this.registry = registry;
        this.of = of;
        this.repository = repository;
        this.contents = new Contents(of);
        this.variables = new Variables(of.variables(), contents::property);
        variables.put("repository", repository);
        variables.put("registry", registry.endpoint().toString());
    }

    public void run() {
        try {
            registry.repositories().create(repository, of.sparse());
            for (String more : of.repositories()) {
                String name = repository + "/" + variables.fill(more);
                registry.repositories().create(name, of.sparse());
            }
            for (String given : of.given()) {
                give(given);
            }
            take(of.steps(), variables, true);
        } catch (AssertionError | IOException | RuntimeException e) {
            throw new AssertionError(e + "\n\n" + told(), e);
        }
    }

    /** The last exchanges: the one that failed, and what led to it. */
    private String told() {
        List<String> lines = exchanges.stream().map(Exchange::toString).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    /** {@code CONTENT [as TAG] [in REPOSITORY]}, with all that it is made of. */
    private void give(String text) throws IOException {
        List<String> words = List.of(text.split(" "));
        int as = words.indexOf("as");
        int in = words.indexOf("in");
        String into = in < 0 ? repository : repository + "/" + words.get(in + 1);
        push(into, words.getFirst(), as < 0 ? "" : words.get(as + 1));
    }

    private void push(String into, String name, String tag) throws IOException {
        Content content = contents.content(name);
        String digest = content.digest(contents.algorithm());
        if (!content.isManifest()) {
            var upload =
                    request("POST", "/v2/" + into + "/blobs/uploads/", BodyPublishers.noBody());
            String location = give(202, upload).kept("Location").orElseThrow();
            String address = location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
            give(201, request("PUT", address, BodyPublishers.ofByteArray(content.bytes())));
            return;
        }
        for (String part : content.parts()) {
            push(into, part, "");
        }
        String address =
                "/v2/" + into + "/manifests/" + digest + (tag.isEmpty() ? "" : "?tag=" + tag);
        give(
                201,
                request("PUT", address, BodyPublishers.ofByteArray(content.bytes()))
                        .header("Content-Type", content.type()));
    }

    private Exchange give(int status, HttpRequest.Builder request) throws IOException {
        Exchange exchange = send(request);
        assertThat(exchange.status()).as("what is given is pushed").isEqualTo(status);
        return exchange;
    }

    /**
     * @param alone whether nothing else changes what these steps see
     */
    private void take(List<Step> steps, Variables known, boolean alone) throws IOException {
        for (Step step : steps) {
            if (step.together() != null) {
                takeTogether(step, step.together(), known);
                continue;
            }
            for (int n = 1; n <= step.times(); n++) {
                known.put("turn", Integer.toString(n));
                Exchange exchange = take(step, known);
                if (alone && exchange.status() == 201) {
                    followLocation(exchange);
                }
            }
        }
    }

    private Exchange take(Step step, Variables known) throws IOException {
        Exchange exchange = send(request(step, known));
        EveryAnswer.check(exchange);
        new Expectation(contents, known).check(step, exchange);
        if (step.keep() != null) {
            step.keep()
                    .forEach((name, field) ->
                            known.put(
                                    name,
                                    exchange.kept(field)
                                            .orElseThrow(() -> new AssertionError(field))));
        }
        return exchange;
    }

    /**
     * Whatever was made can be pulled from where the answer says, under the digest that it says.
     */
    private void followLocation(Exchange made) throws IOException {
        String location = made.kept("Location").orElseThrow();
        Exchange pulled = send(request("GET", location, BodyPublishers.noBody()));
        assertThat(pulled.status()).as("GET of the Location").isEqualTo(200);
        assertThat(pulled.fields("Docker-Content-Digest"))
                .as("digest at the Location")
                .isEqualTo(made.fields("Docker-Content-Digest"));
        EveryAnswer.check(pulled);
    }

    /** All sequences start at once; each keeps for itself what it learns. */
    private void takeTogether(Step step, List<List<Step>> sequences, Variables known) {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Void>>();
            for (int n = 1; n <= step.times(); n++) {
                for (List<Step> sequence : sequences) {
                    Variables own = known.copy();
                    own.put("worker", Integer.toString(n));
                    Callable<Void> work =
                            () -> {
                                start.await();
                                take(sequence, own, false);
                                return null;
                            };
                    running.add(threads.submit(work));
                }
            }
            start.countDown();
            for (Future<Void> one : running) {
                await(one);
            }
        }
    }

    private static void await(Future<Void> running) {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(Step step, Variables known) {
        String[] line = known.fill(String.valueOf(step.send())).split(" ", 2);
        var address = new StringBuilder(line[1]);
        if (step.query() != null) {
            step.query()
                    .forEach((name, values) ->
                            values.forEach(value -> append(address, name, known.fill(value))));
        }
        HttpRequest.Builder request = request(line[0], address.toString(), body(step));
        if (step.headers() != null) {
            step.headers().forEach((name, value) -> request.setHeader(name, known.fill(value)));
        }
        if (Boolean.FALSE.equals(step.login())) {
            HttpRequest bare = request.build();
            return HttpRequest.newBuilder(
                    bare, (name, _) -> !name.equalsIgnoreCase("authorization"));
        }
        return request;
    }

    private static void append(StringBuilder address, String name, String value) {
        address.append(address.indexOf("?") < 0 ? "?" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private BodyPublisher body(Step step) {
        if (step.stream() != null) {
            byte[] bytes = contents.slice(step.stream());
            return BodyPublishers.ofInputStream(
                    () -> (InputStream) new ByteArrayInputStream(bytes));
        }
        return step.body() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(contents.slice(step.body()));
    }

    private HttpRequest.Builder request(String method, String address, BodyPublisher body) {
        String absolute = address.startsWith("/") ? registry.endpoint() + address : address;
        return HttpRequest.newBuilder(URI.create(absolute))
                .timeout(LONG)
                .method(method, body)
                .setHeader("Authorization", registry.authorization())
                .setHeader("Accept", MANIFESTS);
    }

    private Exchange send(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.build();
        try {
            var response = registry.client().send(request, BodyHandlers.ofByteArray());
            var exchange = new Exchange(request.method(), request.uri(), response);
            exchanges.add(exchange);
            return exchange;
        } catch (IOException e) {
            throw new IOException(request.method() + " " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
