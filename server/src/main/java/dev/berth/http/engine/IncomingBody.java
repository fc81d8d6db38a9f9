package dev.berth.http.engine;

import dev.berth.http.HttpConfig;
import dev.berth.http.IncompleteBodyException;
import dev.berth.http.RequestBody;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A body between the event loop, which offers what arrives, and the request's own thread, which
 * takes it. When it holds too much, the connection is no longer read until half of it is taken.
 */
final class IncomingBody implements RequestBody {

    /** What the body asks of its connection; called from the request's thread. */
    interface Flow {
        void sendContinue();

        void readOn();
    }

    private final Head head;
    private final Flow flow;
    private final BodyMemory memory;
    private final long window;
    private final long leastInWindow;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    // guarded by lock, as are all below
    private final PieceQueue pieces;
    private boolean stalled;
    private boolean asked;
    private boolean ended;
    private boolean closed;
    private @Nullable String failure;
    private long received;
    private long waited;
    private long receivedBeforeWindow;

    IncomingBody(Head head, HttpConfig.Timeouts timeouts, BodyMemory memory, Flow flow) {
        this.head = head;
        this.flow = flow;
        this.memory = memory;
        this.pieces = new PieceQueue(memory);
        this.window = timeouts.body().toNanos();
        this.leastInWindow = timeouts.bodyRate() * Math.max(1, timeouts.body().toSeconds());
    }

    @Override
    public OptionalLong declaredLength() {
        return head.length() == Head.CHUNKED
                ? OptionalLong.empty()
                : OptionalLong.of(head.length());
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        lock.lock();
        try {
            pieces.takeBack();
            readOnIfRoom();
            askOnce();
            awaitArrival();
            if (pieces.isEmpty()) {
                if (ended) {
                    return null;
                }
                throw new IncompleteBodyException(
                        failure == null ? "the request has been answered" : failure);
            }
            return pieces.lend().nioBuffer();
        } finally {
            lock.unlock();
        }
    }

    private void askOnce() {
        if (!asked) {
            asked = true;
            if (head.expectsContinue() && received == 0 && !ended) {
                flow.sendContinue();
            }
        }
    }

    /** Empty hands are room enough, whatever others hold: no handler waits forever. */
    private void readOnIfRoom() {
        if (stalled && pieces.memory() <= memory.allowance() / 2) {
            stalled = false;
            flow.readOn();
        }
    }

    private void awaitArrival() throws IOException {
        while (pieces.isEmpty() && failure == null && !ended && !closed) {
            long start = System.nanoTime();
            try {
                arrival.awaitNanos(window - waited);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            }
            checkRate(System.nanoTime() - start);
        }
    }

    /** Only the time spent waiting counts against the client: the rest it waits for us. */
    private void checkRate(long waitedAgain) {
        waited += waitedAgain;
        if (waited >= window) {
            if (received - receivedBeforeWindow < leastInWindow) {
                fail("the body arrives too slowly");
            }
            waited = 0;
            receivedBeforeWindow = received;
        }
    }

    /** Takes over the buffer; false when the connection should not be read for now. */
    boolean offer(ByteBuf piece) {
        lock.lock();
        try {
            received += piece.readableBytes();
            if (closed || !piece.isReadable()) {
                piece.release();
                return true;
            }
            pieces.add(piece);
            arrival.signal();
            // Stays so for what one read still brings: only the handler lets the reading go on.
            stalled |= pieces.memory() >= memory.allowance();
            return !stalled;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Has no effect on a body that arrived completely. */
    void fail(String reason) {
        lock.lock();
        try {
            if (!ended && failure == null) {
                failure = reason;
                arrival.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The handler is done: frees what it left, and swallows what still comes. */
    void close() {
        lock.lock();
        try {
            closed = true;
            pieces.clear();
            readOnIfRoom();
        } finally {
            lock.unlock();
        }
    }

    /** Whether so little is missing that the connection is worth waiting for it. */
    boolean nearlyComplete(int limit) {
        lock.lock();
        try {
            boolean comes = asked || received > 0 || !head.expectsContinue();
            return failure == null
                    && comes
                    && head.length() != Head.CHUNKED
                    && head.length() - received <= limit;
        } finally {
            lock.unlock();
        }
    }
}
