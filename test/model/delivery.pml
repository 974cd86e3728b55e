/*
 * The state table of libs/messaging/README.md as Spin checks it: a confirmation (item 0) and its reversal (item 1), each in a lane of its own, two workers that are killed, lose leases and are
 * held up, an ERP that commits late, loses answers and shows a commit late to whoever searches, and a person. What is sent, settled and read back here is what the engine does; what a
 * flow decides (wait, park, approve) happens here by chance. Run by `npm run model`, with one variant for each protection that is left out: those must fail.
 *
 * NAIVE           a lost answer is sent again at once             NOINTENT         the intent is written after the send
 * NOSETTLE        the read-back does not wait                     ONEREAD          one absence is believed
 * UNFENCED        a worker writes without its lease               LONGPAUSE        a worker is held up for longer than the settle window
 * DISCARDDOUBT    a person discards what is in doubt              EAGERREVERSAL    a reversal does not wait for its original
 * KEYED           class K: the ERP makes one document of one reference; what is in doubt is sent again under it, and pauses have no bound
 *
 * Every change of state in the README, by from and to; the test compares this table with the README's and the marks in the code below with this table:
 *
 * @table
 * accepted           -> posting posted retrying waiting parked awaitingApproval discarded annulled
 * posting            -> posting posted retrying waiting inDoubt parked awaitingApproval postedWithFollowUp annulled
 * posted             -> inDoubt postedWithFollowUp
 * retrying           -> accepted posting posted retrying waiting inDoubt parked awaitingApproval discarded annulled
 * waiting            -> accepted posting posted retrying waiting inDoubt parked awaitingApproval discarded annulled
 * inDoubt            -> posting posted retrying inDoubt parked postedWithFollowUp
 * parked             -> accepted posting inDoubt parked awaitingApproval discarded annulled
 * awaitingApproval   -> accepted parked awaitingApproval discarded annulled
 * postedWithFollowUp -> posted inDoubt postedWithFollowUp
 * @end
 *
 * PAIR            the confirmation with its reversal and one worker; without it, the confirmation alone and two workers, which is where leases are lost
 *
 * Bounded and abstract: it finds wrong designs, it does not certify code. Several parts of a message, amendments, stepping aside, the desk's decision about a doubt and the late look are not in it.
 */
#ifndef KILLS
#define KILLS 1
#endif
#ifndef LOST
#define LOST 1
#endif
#ifndef STEALS
#define STEALS 1
#endif
#ifndef ACTS
#define ACTS 1
#endif
#define N 2
#define PLANNED 0
#define ON_ITS_WAY 1
#define STANDS 2

mtype = { accepted, posting, posted, retrying, waiting, inDoubt, parked, awaitingApproval, postedWithFollowUp, discarded, annulled };

/* In PostgreSQL. */
mtype st[N];
byte part[N];
byte absences[N];
bool lease[N];
byte epoch[N];
/* In the ERP: requests that arrived and are not committed, and documents. */
byte arrived[N];
byte erp[N];
/* Workers that wrote an intent and have not sent. */
byte armed[N];
/* How much may still go wrong, and how often flows and people decide by chance. */
byte kills; byte lost; byte steals; byte refusals; byte detours; byte acts;

#define OPEN(j) (st[j] == accepted || st[j] == retrying || st[j] == waiting)
#define RESTS(j) (st[j] == posted || st[j] == postedWithFollowUp || st[j] == discarded || st[j] == annulled || st[j] == parked || st[j] == awaitingApproval)
#define ORIGINAL_STANDS (st[0] == posted || st[0] == postedWithFollowUp)
#define ORIGINAL_GONE (st[0] == discarded || st[0] == annulled)
#define CAN_ANNUL ((OPEN(0) || st[0] == parked || st[0] == awaitingApproval) && part[0] == PLANNED)
/* A waiting reversal is woken when its original is settled or can be annulled; one of an original that waits for a person waits with it. */
#define WORK(j) (!RESTS(j) && (j == 0 || st[j] != waiting || ORIGINAL_STANDS || ORIGINAL_GONE || CAN_ANNUL))
#define AT_REST (RESTS(0) && !WORK(1) && st[1] != posting && st[1] != inDoubt)

#ifdef UNFENCED
#define HELD true
#else
#define HELD (my == epoch[i] && st[i] == was)
#endif
#define GIVE_BACK if :: my == epoch[i] -> lease[i] = 0 :: else -> skip fi
/* One fenced statement: the new state, with all that is written together with it, or nothing. */
#define WRITE(body) atomic { if :: HELD -> body; lease[i] = 0 :: else -> GIVE_BACK fi }
#define MAY_DIE if :: kills < KILLS -> atomic { kills++; GIVE_BACK }; goto again :: true fi

#if defined(KEYED) || defined(LONGPAUSE)
#define SETTLED (arrived[i] == 0)
#else
#define SETTLED (armed[i] == 0 && arrived[i] == 0)
#endif

/* Nothing stands of what was given up. A pause without bound may break that even where a key is enforced: the ERP knows no reference that it was never shown. */
#ifdef KEYED
#define NOT_GIVEN_UP(j) skip
#else
#define NOT_GIVEN_UP(j) assert(st[j] != discarded && st[j] != annulled)
#endif

proctype foreignErp() {
endNothingArrives: do
  :: atomic { arrived[0] > 0 -> arrived[0]--;
#ifdef KEYED
       if :: erp[0] > 0 -> skip :: else -> erp[0]++ fi;
#else
       erp[0]++;
#endif
       assert(erp[0] <= 1); NOT_GIVEN_UP(0) }
  :: atomic { arrived[1] > 0 -> arrived[1]--;
#ifdef KEYED
       if :: erp[1] > 0 -> skip :: else -> erp[1]++ fi;
#else
       erp[1]++;
#endif
       assert(erp[1] <= 1); assert(erp[0] >= 1); NOT_GIVEN_UP(1) }
  od
}

proctype worker() {
  byte i; byte my; mtype was; bool found;
again:
  atomic { i = 0; my = 0; was = 0; found = 0 }; /* who has no work remembers nothing */
endIdle: do
  :: atomic { WORK(0) && !lease[0] -> i = 0; lease[0] = 1; epoch[0]++; my = epoch[0]; was = st[0] }; goto work
  :: atomic { WORK(1) && !lease[1] -> i = 1; lease[1] = 1; epoch[1]++; my = epoch[1]; was = st[1] }; goto work
  od;

work:
  if
  :: was == posting -> goto takeOver
  :: was == inDoubt -> goto readBack
  :: else -> skip
  fi;

  /* The plan. A reversal looks at its original; anything else is decided by chance. */
  if
#ifndef EAGERREVERSAL
  :: atomic { i == 1 && ORIGINAL_GONE -> WRITE(st[i] = posted) }; goto again /* @move accepted retrying waiting -> posted */
  :: atomic { i == 1 && CAN_ANNUL -> /* it is taken back where it stands, whoever is about to send it: @move accepted retrying waiting parked awaitingApproval -> annulled */
       if :: HELD -> st[0] = annulled; if :: lease[0] -> lease[0] = 0; epoch[0]++ :: else -> skip fi; st[1] = posted; lease[1] = 0 :: else -> GIVE_BACK fi }; goto again
  :: atomic { i == 1 && !ORIGINAL_STANDS && !ORIGINAL_GONE && !CAN_ANNUL -> WRITE(st[i] = waiting) }; goto again /* @move accepted retrying waiting -> waiting */
  :: i == 1 && ORIGINAL_STANDS -> skip
#else
  :: i == 1 -> skip
#endif
  :: i == 0 -> skip
  :: atomic { i == 0 && detours < 1 -> detours++; WRITE(st[i] = retrying) }; goto again /* @move accepted retrying waiting -> retrying */
  :: atomic { i == 0 && detours < 1 -> detours++; WRITE(st[i] = waiting) }; goto again /* @move accepted retrying waiting -> waiting */
  :: atomic { i == 0 && detours < 1 -> detours++; WRITE(st[i] = parked) }; goto again /* @move accepted retrying waiting -> parked */
  :: atomic { i == 0 && detours < 1 -> detours++; WRITE(st[i] = awaitingApproval) }; goto again /* @move accepted retrying waiting -> awaitingApproval */
  fi;

  /* The intent, before the first byte. */
#ifdef NOINTENT
  armed[i]++;
#else
  atomic { if :: HELD -> st[i] = posting; part[i] = ON_ITS_WAY; armed[i]++; was = posting :: else -> GIVE_BACK; goto again fi }; /* @move accepted retrying waiting -> posting */
#endif

send: /* here a worker may be held up, lose its lease, or die with nothing sent */
  if :: kills < KILLS -> atomic { kills++; armed[i]--; GIVE_BACK }; goto again :: true fi;
  atomic { armed[i]--; arrived[i]++ };
  MAY_DIE;
#ifdef NOINTENT
  atomic { if :: HELD -> st[i] = posting; part[i] = ON_ITS_WAY; was = posting :: else -> GIVE_BACK; goto again fi };
#endif

  if
  :: atomic { arrived[i] == 0 && erp[i] > 0 -> skip }; /* answered: it stands, with or without its goods movement */
     if
     :: true -> WRITE(st[i] = posted; part[i] = STANDS; absences[i] = 0)             /* @move posting -> posted */
     :: true -> WRITE(st[i] = postedWithFollowUp; part[i] = STANDS; absences[i] = 0) /* @move posting -> postedWithFollowUp */
     fi
  :: atomic { refusals < 1 && arrived[i] > 0 && erp[i] == 0 -> refusals++; arrived[i]-- }; /* surely refused: nothing stands */
#ifdef KEYED
     WRITE(st[i] = inDoubt) /* @move posting -> inDoubt */
#else
     if
     :: true -> WRITE(st[i] = retrying; part[i] = PLANNED) /* @move posting -> retrying */
     :: true -> WRITE(st[i] = parked; part[i] = PLANNED)   /* @move posting -> parked */
     fi
#endif
  :: atomic { lost < LOST -> lost++ };
#ifdef NAIVE
     WRITE(st[i] = retrying; part[i] = PLANNED)
#else
     WRITE(st[i] = inDoubt; absences[i] = 0) /* @move posting -> inDoubt */
#endif
  fi;
  goto again;

takeOver: /* a worker wrote its intent and was never heard of again */
  WRITE(st[i] = inDoubt; absences[i] = 0); /* @move posting -> inDoubt */
  goto again;

readBack:
#ifdef NAIVE
  WRITE(st[i] = retrying; part[i] = PLANNED);
  goto again;
#endif
#ifdef KEYED
  if
  :: detours < 1 -> /* under its key, instead of waiting */
     atomic { if :: HELD -> detours++; st[i] = posting; armed[i]++; was = posting :: else -> GIVE_BACK; goto again fi }; /* @move inDoubt -> posting */
     goto send
  :: true
  fi;
#endif
#ifndef NOSETTLE
  SETTLED;
#endif
  atomic { if /* the first look may not be shown what is there: a search lags behind, by less than half a settle window */
  :: found = erp[i] > 0
  :: absences[i] == 0 -> found = false
  fi };
  if
  :: found -> WRITE(st[i] = posted; part[i] = STANDS; absences[i] = 0) /* @move inDoubt -> posted */
#ifdef ONEREAD
  :: else -> WRITE(st[i] = retrying; part[i] = PLANNED)
#else
  :: !found && absences[i] == 0 -> WRITE(absences[i] = 1) /* @move inDoubt -> inDoubt */
  :: !found && absences[i] > 0 -> if
     :: true -> WRITE(st[i] = retrying; part[i] = PLANNED; absences[i] = 0) /* @move inDoubt -> retrying */
     :: atomic { detours < 1 -> detours++; WRITE(st[i] = parked) } /* nobody could be asked for too long: @move inDoubt -> parked */
     fi
#endif
  fi;
  goto again
}

/* A lease runs out while its holder lives on. */
proctype clock() {
  do
  :: atomic { steals < STEALS && lease[0] -> steals++; lease[0] = 0 }
  :: atomic { steals < STEALS && lease[1] -> steals++; lease[1] = 0 }
  :: true -> break
  od
}

#ifdef DISCARDDOUBT
#define MAY_DISCARD(j) true
#else
#define MAY_DISCARD(j) (part[j] == PLANNED)
#endif
/* A person's act takes the lane and the message like a worker's write: what a worker planned upon before is refused. */
#define DECIDE(j, to) acts++; st[j] = to; epoch[j]++; lease[j] = 0

proctype person() {
  do
  :: atomic { acts < ACTS && (st[0] == parked || OPEN(0)) && !(part[0] == ON_ITS_WAY) -> DECIDE(0, accepted) }                     /* @move parked retrying waiting -> accepted */
  :: atomic { acts < ACTS && st[0] == parked && part[0] == ON_ITS_WAY -> absences[0] = 0; DECIDE(0, inDoubt) }                     /* @move parked -> inDoubt */
  :: atomic { acts < ACTS && st[0] == awaitingApproval -> DECIDE(0, accepted) }                                                    /* @move awaitingApproval -> accepted */
  :: atomic { acts < ACTS && (OPEN(0) || st[0] == parked || st[0] == awaitingApproval) && MAY_DISCARD(0) -> DECIDE(0, discarded) } /* @move accepted parked waiting retrying awaitingApproval -> discarded */
#ifdef DISCARDDOUBT
  :: atomic { acts < ACTS && st[0] == inDoubt -> DECIDE(0, discarded) }
#endif
  :: atomic { acts < ACTS && OPEN(1) && MAY_DISCARD(1) -> DECIDE(1, discarded) }                                                   /* @move accepted waiting retrying -> discarded */
  :: atomic { acts < ACTS && st[0] == postedWithFollowUp -> acts++; st[0] = posted }                                               /* the watch: @move postedWithFollowUp -> posted */
  :: true -> break
  od
}

init {
  atomic {
    st[0] = accepted;
#ifdef PAIR
    st[1] = accepted; run worker();
#else
    st[1] = annulled; run worker(); run worker();
#endif
    run foreignErp(); run clock(); run person()
  }
  /* When nothing can happen any more everything is finished, or waits for a person who does nothing more. */
  timeout; assert(AT_REST && (part[0] != ON_ITS_WAY || st[0] == parked || st[0] == discarded)); assert(!lease[0] && !lease[1])
}
