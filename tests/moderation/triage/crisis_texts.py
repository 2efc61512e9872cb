"""Invented comments that must ring, and invented ones that look so and must not."""

from typing import Final

SELF_HARM: Final = (
    "i keep thinking the kids get the insurance if i go before the bills do",
    "Every night I count the tablets in my drawer. There are enough.",
    "I stopped the car on the overpass again today and looked down for a long time.",
    (
        "I've found homes for both cats and paid the rent ahead. Nobody will have to clean up "
        "after me."
    ),
    "cant do this no more. gonna take all of my pills tnite",
    (
        "My wife says she hopes she won't wake up tomorrow and she has stopped taking her "
        "insulin on purpose."
    ),
    (
        "My dad told me this morning that he will not be here for Christmas, he has seen to "
        "that himself."
    ),
    "I just want it to be over. I know where my husband keeps the shotgun.",
    "He keeps asking me to help him die before the next scan, and now the oxycodone is missing.",
    "idk why im writing this, guess its a goodbye. be good to eachother",
    "I have become such a burden to my daughter, she would be relieved if I were not around.",
    "Please tell my boys I loved them. I can't face another morning.",
    "After the funeral of my wife there is nothing holding me. I have the pills ready.",
    "My sister with ovarian cancer cut her wrists last night and will not let me call anyone.",
    "I pray every night that I don't wake up in the morning",
    "kms if this scan is bad, not joking, i got the rope alredy",
    "Dad asked where we keep the bullets. He has pancreatic cancer and has not spoken since.",
    "I'd sooner be dead than go through another cycle and I have decided how.",
    (
        "My mother gave her rings to us on Sunday, wrote her own obituary, and says she is "
        "done with all this."
    ),
    "I will stop all of this myself, on my own terms, this weekend.",
    "No one would even notice if I disappeared. I have thought about the river.",
    "What is the quickest painless way to go? Asking for myself, stage 4.",
    "Is 60 of the 10 mg morphine tablets enough to not wake up?",
    "ya no aguanto mas, me quiero morir y tengo las pastillas",
    "Mi esposo dice que se va a quitar la vida si el cancer volvio.",
    "Mi mamá guarda las pastillas para el dolor y dice que un día se las toma todas.",
    "Estarían mejor sin mí. Ya escribí las cartas.",
    "my son is 19, leukemia is back, he told his girlfriend he will jump",
    "I sit in the garage with the engine running and think about closing the door.",
    "Don't want to be alive anymore. Nothing helps and I'm alone.",
    (
        "honestly if the next scan is bad im checking out for good, got everything i need in "
        "the closet"
    ),
    "My brother-in-law texted goodbye to all of us and turned his phone off. He has GBM.",
    "i dont see myself here next month and its not the cancer that will do it",
    "Mom says we will all be free when she is dead and that it won't be long, she has a plan.",
    (
        "I have been putting two oxys aside each week. I sleep better knowing they are there "
        "for when I decide."
    ),
    "I wish the surgery had killed me.",
    "he's talking about driving his truck into the lake if the pain isnt under control",
    (
        "whats the point of living like this. nobody needs me. thinking of just stopping my "
        "heart meds and letting go"
    ),
    "Mi papá dejó una nota y se llevó la pistola.",
    "My roommate with Hodgkin's posted that tonight is her last night and she isn't picking up.",
    "Every time I cross the tracks after chemo I think how easy it would be.",
    "I keep a loaded gun by the bed now. The pain wins sooner or later.",
    "I googled how much insulin it takes. I'm diabetic, so no one would ask.",
    "I want to sleep and not come back.",
    "i wrote my will last night and labeled everything for the kids. it ends friday",
    "My wife found a rope in my car. She doesn't know I bought it for after the appointment.",
    "I'm 22 and if it's back again I'm out, no one can make me do this again, I'd rather overdose",
    (
        "My aunt asks everyone for their leftover pain pills and says don't worry about me "
        "much longer."
    ),
    "Would my life insurance pay if I did it myself? Asking before the next chemo.",
    "no quiero seguir viviendo asi, hoy me despido",
    "Please make it stop. I held the knife to my arm for an hour last night.",
    "he said goodnight like it was forever and locked the door with his hunting rifle in there",
)
EMERGENCIES: Final = (
    "my chest feels like an elephant is sitting on it and my left arm is numb. its been 20 min",
    "He cant catch his breath and his lips are turning blue what do i do",
    "mom cant talk right all of a sudden and one side of her mouth hangs down",
    "Bleeding from the biopsy site, soaked three towels and it does not stop.",
    "My daughter is having a seizure that has lasted ten minutes, she has a brain tumor",
    (
        "fever 103 and shaking chills, last chemo was nine days ago, should I wait for the "
        "office to open?"
    ),
    "My husband took about thirty of his oxycodone, he is breathing very slowly",
    (
        "Since breakfast my father does not know who I am or where he is, he started steroids "
        "this week"
    ),
    "Minutes after the new pill my throat is closing up and I have hives everywhere",
    "I am coughing up bright red blood, about half a cup so far",
    "threw up blood twice in the last hr, on blood thinners for a clot",
    "She passed out in the shower and I can't get her to wake up.",
    "worst headache of my life came on like a thunderclap, i have melanoma in the brain",
    "I can't move my legs since this afternoon, prostate cancer in the spine",
    "haven't been able to pee for 18 hours and my belly is hard like a rock",
    "Neutrophils 0.2, temp 38.9, port site is red. it's midnight and nobody calls back",
    "My wife is neutropenic and has just spiked 39.4, she is shivering so hard the bed moves",
    "Black tarry stools since yesterday and I nearly fainted getting out of bed",
    "Mi hijo tiene fiebre de 39.5 y le dieron quimio hace una semana, está temblando",
    "No puedo respirar bien desde anoche y me duele mucho el pecho",
    "A mi mamá se le torció la cara de repente y no puede hablar",
    "Mi esposo se tomó todas las pastillas de morfina y no despierta",
    "Crushing pain in the middle of my chest since dinner and I'm sweating",
    "grandpa gave himself two extra fentanyl patches and now we can hardly wake him",
    "heart is going 170 and i feel like im going to pass out, started ibrutinib monday",
    "tongue is swelling after the infusion today and my voice sounds strange",
    "Her stoma has been pouring blood for an hour",
    "His oxygen reads 82 and he is gray, we are two hours from the hospital",
    "He drank the mouthwash and all the liquid morphine, we found the empty bottle just now",
    "blood keeps gushing from his nose for 45 minutes, platelets were 9",
    "dad fell and hit his head hes on eliquis and now he is throwing up and sleepy",
    "temp 101.5 and i have no neutrophils, what now",
    "He's breathing 40 times a minute and cannot finish a sentence",
    "the left side of her face just dropped",
    "cant stop vomiting for 2 days, cant keep even water down, i havent peed since yesterday",
    "Sudden vision loss in one eye an hour ago. Lung cancer with brain mets.",
    "Mamá está sangrando mucho por la nariz desde hace una hora, plaquetas en 8",
    "I took 20 Ativan because I couldn't stand it. I feel sleepy",
    (
        "legs went weak this morning and i cant feel when i have to go to the bathroom. mets "
        "in my spine"
    ),
    "husband 4 days post car t, hes confused and his hands shake and he cant write his name",
    "her port arm is blue and swollen like a balloon since this morning and now her chest hurts",
    "my dad has been seizing on and off for half an hour and i dont know if i should call",
    "i swallowed a lot of my wife's morphine, i regret it, what do i do",
    "cannot swallow my own spit since the pill and my face is puffing up",
    "vomit looks like coffee grounds. liver mets. should I wait til monday?",
    "Mi esposo no puede mover el brazo derecho desde hace 20 minutos y habla raro",
)
QUIET: Final = (
    # idioms
    "This parking garage makes me want to shoot myself. Great nurses though.",
    "I'd kill for a decent night's sleep on these steroids.",
    "My teenagers will be the death of me, never mind the lymphoma.",
    "I could have died of embarrassment when the gown opened.",
    "If they close that cafeteria I'm done. Best soup in Manhattan.",
    "If my team loses again I give up on life, ha. Nice article about sleep.",
    "The phone menu is torture, somebody put me out of my misery.",
    "I'm dying to know whether the mice were male or female.",
    "He jumped off the deep end with supplements, his kitchen looks like a store.",
    "My insurer is bleeding me dry.",
    "Your article took my breath away.",
    "This story gave me heart palpitations, in the good way.",
    "Waiting for the pathology report is slow suicide, as my aunt likes to joke.",
    "I'd rather die than eat hospital jello again :)",
    "Killing time in the waiting room, reading your blog.",
    "I had a heart attack when I saw the bill, not literally.",
    "That photo of the lung cell is to die for.",
    "My hair is on a suicide mission since the second cycle.",
    "I'm over the moon, I could jump off the roof with joy!",
    "Crossing the bridge to Brooklyn after radiation I always look at the river and feel calm.",
    # the past
    "In 2009 I took an overdose. Therapy saved me, and now I volunteer with patients.",
    "Years ago I had a plan to end things. I'm so glad I didn't.",
    "Before the diagnosis I had coughed up blood for a month, that was in 2015.",
    "I had a seizure in 1998 and they found the meningioma then.",
    "Twelve years ago my throat closed up with paclitaxel. Would I react to docetaxel too?",
    "The first week of chemo I had a fever of 103 and was admitted; all good since.",
    "Two winters ago I could not get out of bed and wanted to die. Today I hiked four miles.",
    "I was suicidal after my mastectomy in 2003, and a support group brought me back.",
    # somebody else in the past
    "My uncle shot himself after his diagnosis in 1987. We never talked about it.",
    "A colleague took her own life last year. Is depression more common with pancreatic cancer?",
    "My grandmother died of a stroke during chemotherapy when I was six.",
    "Our neighbor overdosed on fentanyl some years ago, so I'm afraid of the patches.",
    "My late husband bled to death from his stomach tumor. I'd like to thank his nurses.",
    "The actor hanged himself, the paper says he had dementia. How is that diagnosed?",
    # biology and research
    "Do senescent cells kill themselves or does the immune system do it?",
    "Is apoptosis the same as cell suicide?",
    "How does a suicide gene in engineered T cells work?",
    "Which enzyme makes tumor cells commit suicide when the prodrug is given?",
    "Killing tumor cells by cutting off their blood, is that still studied?",
    "Why do cancer cells not want to die?",
    "The paper says macrophages eat cells that have taken an overdose of iron. Really?",
    "Are the mice put to sleep at the end of a study?",
    "How do bacteria choke a tumor?",
    # hospice and peace
    "Mom is ready to go and at peace, hospice comes twice a week. Thank you for everything.",
    "My father has decided to stop treatment and die at home, and we support him.",
    "I have written letters to my grandchildren for their weddings, my hospice nurse helped me.",
    "I gave my books to the library and my will is done. I feel light. Thanks for this piece.",
    "We said our goodbyes to Grandpa last Tuesday, he went peacefully with music playing.",
    "I don't want any more chemo, I want to enjoy the summer with my wife.",
    "Is medical aid in dying legal in New Jersey?",
    "He does not want to be kept alive by machines. Which form do we need?",
    "She hopes to die in her own garden one day, with her roses. Where does one find hospice?",
    # questions in general and what-ifs
    "What are the warning signs of a stroke during treatment?",
    "At what temperature should a patient call the doctor?",
    "When should people on chemo go to the ER with a fever, in general?",
    "Can Herceptin cause chest pain or shortness of breath?",
    "Does cisplatin lead to seizures in some patients?",
    "How many people with head and neck cancer think about suicide? Is there research?",
    "What would happen if somebody took too much Tylenol while on capecitabine?",
    "If I ever get a nosebleed on Avastin, what should I do?",
    "What is the antidote for a morphine overdose?",
    "Are blood clots common with tamoxifen?",
    "How would I know if it were an allergic reaction?",
    "Should confusion in an older patient always be checked?",
    "Is coughing blood always a sign of lung cancer?",
    "My support group wants a speaker on suicide prevention. Whom could we ask?",
    "Do you screen patients for depression and thoughts of self-harm?",
    # negation
    "No fever, no bleeding, no chest pain, only tired. Is that normal on Kisqali?",
    "I'm not suicidal, just worn out by all this.",
    "She has never had a seizure. Does she still need Keppra?",
    "I do not want to die, I want to fight. Which trials are there?",
    "He isn't confused or short of breath, the doctor only wants to be sure.",
    "I would never hurt myself, but some days are very dark.",
    # symptoms that can wait
    "I get a bit short of breath on stairs since radiation last spring. Will it improve?",
    "My gums bleed now and then when I brush. Could it be the Xarelto?",
    "Mild headache most mornings for two months, scan is on Friday.",
    "My feet are numb from oxaliplatin. Does it go away?",
    "My father is a little forgetful since brain radiation last year.",
    # Spanish
    "Me muero de ganas de conocer los resultados del estudio.",
    "Mi abuela murió de un derrame en 1990. ¿Es hereditario?",
    "¿La quimioterapia puede causar fiebre?",
    "I thought I'd die when my wig flew off in the wind.",
    (
        "After my divorce in 1996 I bought a gun and a bottle. A friend came by. I'm grateful "
        "every day."
    ),
    "My doctor says the tumor is bleeding a little, and it's being watched.",
    "The new wing looks like somebody jumped out of a sci-fi film.",
    "I felt like a burden at first, but my kids told me off. Lovely article.",
    "I wish I could stop taking all these pills. Which ones are really needed?",
    "We keep his morphine locked in a drawer. How should it be thrown away?",
    "My father passed away from an overdose of chemotherapy in 1994. Could that still happen?",
    "Is it true that T cells can be exhausted to death?",
    "My mother had a stroke in May. May she still have immunotherapy?",
    "She had a seizure last month and is on Keppra. Can she drive?",
    "Hospice told us he may stop eating soon. How long does that take?",
    "Can you overdose on vitamin D?",
    "I gave away my old clothes after losing 60 pounds and feel great.",
    "Goodbye to my port today, five years clear!",
    "I'm writing letters to my representatives about research money.",
    "Will chest pain after radiation go away?",
    "He was confused about the appointment time. How can we change it?",
    "My heart is bleeding for this family.",
    "I have shortness of breath when I climb hills, my asthma is old news.",
    "What happens to the brain in a seizure?",
    "My daughter wants to end treatment and try diet alone. What can we say to her?",
    "My husband says he doesn't want chemo, he'd rather live well. How do I support him?",
    "I'm tired of living with an ostomy bag. Can it be reversed?",
    "The chemo killed my appetite and my sense of humor.",
    "I want to be with my family in the end, not in a hospital.",
    "I took the last of my chemo pills today, hooray!",
    "I swallowed my pride and asked for help with the bills.",
    "My temp was 99.1 last night and normal today. Okay to travel?",
    "My platelets were low and I bruised, they gave me a transfusion and I'm good.",
    "Would a person with neutropenia and a fever always be admitted?",
    "My brother shot a deer this weekend and wants to know if venison is safe during chemo.",
    "Mi padre ya no quiere más quimio, quiere estar en casa con nosotros.",
    "La morfina que le dieron a mi mamá, ¿crea adicción?",
    "How much morphine is too much for an elderly patient?",
    "I know how many pills to take but not whether with food.",
    "Should I take all of my pills at the same time or spread them out?",
    "I have all of my pills in a box with days on it. Where do I store them?",
    "My dad says he is ready to go home to the Lord. He is 94 and in hospice.",
    "Thank you. I lost hope for a while but I'm here and living.",
    "I'd like to end my subscription and get the paper magazine instead.",
    "The trial ended my insomnia, thank you.",
    "He shot up to 200 pounds on steroids.",
    "Is it better to end chemo early or to finish all cycles?",
    "I hung myself out to dry by not asking earlier about the trial.",
    "My cousin's heart stopped in surgery in 2011 and they brought him back.",
    (
        "A nurse told us which symptoms mean calling 911: chest pain, trouble breathing, "
        "confusion. Good list."
    ),
    "I can't breathe easy until the scan results are in.",
    "We took the bridge into the city for radiation every day last winter.",
    "The waiting list is so long it is a joke; half of us will be dead by then.",
    "My mother wants to know if she can take 2 Tylenol with her chemo pill.",
    "Do the pills dissolve if I swallow all of them with milk?",
    "I collected my pills from the pharmacy today. Do they need to be kept cold?",
    "Her left side was operated on in June, is swelling common?",
    "I can't stand the smell of coffee now.",
    "Losing my wife to this made me want to give something back. Can I donate?",
)
