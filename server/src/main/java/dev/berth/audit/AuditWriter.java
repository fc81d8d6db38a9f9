package dev.berth.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines to files on a thread of its own. Requests hand them over and go on; where the disk
 * does not keep up, lines are dropped and the log says so, rather than everyone made to wait.
 */
public final class AuditWriter implements AuditSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
    private static final long LARGEST_FILE = 64L << 20;
    private static final int WAITING = 10_000;
    private static final byte[] END = {};

    private final AuditFiles files;
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(WAITING);
    private final AtomicBoolean losing = new AtomicBoolean();
    private final Thread thread;

    private AuditWriter(AuditFiles files) {
        this.files = files;
        this.thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::run);
    }

    /** {@code kept} is how long files stay once they are full. */
    public static AuditWriter start(Path folder, Duration kept, InstantSource clock)
            throws IOException {
        return start(folder, LARGEST_FILE, kept, clock);
    }

    static AuditWriter start(Path folder, long largest, Duration kept, InstantSource clock)
            throws IOException {
        var writer = new AuditWriter(new AuditFiles(folder, largest, kept, clock));
        writer.thread.start();
        return writer;
    }

    @Override
    public void write(byte[] line) {
        boolean taken = lines.offer(line);
        if (losing.getAndSet(!taken) == taken) {
            LOG.atWarn().addKeyValue("losing", !taken).log("audit lines are lost, or are no more");
        }
    }

    private void run() {
        var batch = new ArrayList<byte[]>();
        boolean ended = false;
        while (!ended) {
            try {
                batch.add(lines.take());
            } catch (InterruptedException e) {
                return; // only whoever ends the process does that
            }
            lines.drainTo(batch);
            ended = batch.contains(END);
            append(batch);
            batch.clear();
        }
    }

    private void append(Iterable<byte[]> batch) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] line : batch) {
            if (line.length > 0) {
                bytes.writeBytes(line);
                bytes.write('\n');
            }
        }
        try {
            files.append(ByteBuffer.wrap(bytes.toByteArray()));
        } catch (IOException | RuntimeException e) { // the next lines may succeed
            LOG.atError().setCause(e).log("failed to write the audit log");
        }
    }

    /** Returns once all lines that were handed over are written. */
    @Override
    public void close() throws IOException {
        try {
            lines.put(END);
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever ends the process does not wait for lines
        }
        files.close();
    }
}
